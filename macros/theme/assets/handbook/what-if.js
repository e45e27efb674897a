/* The what-if of the plan. It works with exact fractions of whole numbers, so that no rounding on the way adds a
   seller. Nothing is sent and nothing is stored. */
(function () {
  "use strict";

  // A fraction is a pair of whole numbers, the lower one above zero.
  function fraction(text) {
    var parts = /^(-?\d+)(?:\.(\d+))?$/.exec(String(text).trim());
    if (!parts) return null;
    var digits = parts[2] || "";
    return [BigInt(parts[1] + digits), 10n ** BigInt(digits.length)];
  }
  function times(one, other) { return [one[0] * other[0], one[1] * other[1]]; }
  function by(one, other) {
    var sign = other[0] < 0n ? -1n : 1n;
    return [sign * one[0] * other[1], sign * one[1] * other[0]];
  }
  function less(one, other) { return [one[0] * other[1] - other[0] * one[1], one[1] * other[1]]; }
  function plus(one, other) { return less(one, [-other[0], other[1]]); }
  function whole(number) { return [BigInt(number), 1n]; }
  function floor(one) {
    var cut = one[0] / one[1];
    return one[0] % one[1] < 0n ? cut - 1n : cut;
  }
  function up(one) { return -floor([-one[0], one[1]]); }
  function halfUp(one) { return floor([2n * one[0] + one[1], 2n * one[1]]); }

  // How many months of a ramped seller somebody is worth from the start to the end of the year.
  function months(ramp, length, starts) {
    var sum = whole(0), left = 13 - starts;
    for (var month = 1; month <= left; month += 1) {
      var place = Math.ceil(month * ramp.length / length) - 1;
      sum = plus(sum, ramp.length && month <= length ? ramp[place] : whole(1));
    }
    return sum;
  }

  function calculate(facts, asked) {
    var basis = {};
    Object.keys(facts.basis).forEach(function (key) {
      var value = facts.basis[key];
      basis[key] = Array.isArray(value) ? value.map(fraction) : fraction(value);
    });
    var open = less(fraction(asked.revenue), basis.from_base);
    var value = by(open[0] > 0n ? open : whole(0), basis.first_year_share);
    var orders = by(value, fraction(asked.order));
    var qualified = by(orders, fraction(asked.win_rate));
    var covers = by(basis.buffer, fraction(asked.win_rate));
    var each = times(fraction(asked.a_year), less(whole(1), basis.lost));
    var gap = less(less(value, basis.others), times(basis.ramped, each));
    var adds = by(times(each, months(basis.ramp, asked.ramp_months, asked.starts)), whole(12));
    return {
      value: Number(halfUp(value)),
      orders: Number(up(orders)),
      qualified: Number(up(qualified)),
      before: basis.before.map(function (ratio) { return Number(up(times(qualified, ratio))); }),
      pipeline: Number(halfUp(times(value, covers))),
      coverage: Number(halfUp(times(covers, whole(100)))) / 100,
      sellers: Number(up(times(by(value, each), whole(10)))) / 10,
      hires: gap[0] <= 0n ? 0 : adds[0] > 0n ? Number(up(by(gap, adds))) : null
    };
  }

  // What stands in the form, or null where something is no number or out of its range.
  function read(root) {
    var asked = {}, right = true;
    root.querySelectorAll("[data-key]").forEach(function (field) {
      var key = field.dataset.key, text = field.value.trim().replace(",", "."), number = fraction(text);
      if (key === "ramp_months" || key === "starts") {
        asked[key] = Number(text);
        right = right && /^\d+$/.test(text) && asked[key] <= 60;
      } else if (key === "win_rate") {
        asked[key] = number && number[0] > 0n && number[0] <= 100n * number[1] ? shifted(text) : (right = false);
      } else {
        asked[key] = text;
        right = right && number !== null && text.length <= 15 && (number[0] > 0n || (key === "revenue" && number[0] === 0n));
      }
    });
    return right ? asked : null;
  }

  // Per cent as a fraction, digit by digit: 30.46 is 0.3046.
  function shifted(text) {
    var parts = text.split("."), digits = parts[0].padStart(3, "0");
    return digits.slice(0, -2) + "." + digits.slice(-2) + (parts[1] || "");
  }

  function element(tag, text) {
    var made = document.createElement(tag);
    made.textContent = text;
    return made;
  }

  function answer(facts, root) {
    var asked = read(root);
    if (!asked) return element("p", "Write numbers above zero; a win rate is at most 100.");
    var found = calculate(facts, asked);
    var money = new Intl.NumberFormat(facts.locale, { style: "currency", currency: facts.currency, maximumFractionDigits: 0, useGrouping: "always" });
    var number = new Intl.NumberFormat(facts.locale, { useGrouping: "always" });
    var rows = [["Orders to sign, first-year value", money.format(found.value)], ["Orders", number.format(found.orders)]];
    rows.push(["Qualified deals", number.format(found.qualified)]);
    facts.steps.forEach(function (name, place) { rows.push([name, number.format(found.before[place])]); });
    rows.push(["Coverage needed", number.format(found.coverage) + "×"]);
    rows.push(["Qualified pipeline in the year", money.format(found.pipeline)]);
    rows.push(["If all were sold by that role, ramped sellers of a whole year", number.format(found.sellers)]);
    rows.push(["New people needed", found.hires === null ? "no number is enough: they begin too late" : number.format(found.hires)]);
    var list = document.createElement("dl");
    list.className = "hb-pairs";
    rows.forEach(function (row) { list.append(element("dt", row[0]), element("dd", row[1])); });
    return list;
  }

  function start(root) {
    var facts = JSON.parse(root.dataset.facts);
    function refresh() { root.querySelector(".hb-sums").replaceChildren(answer(facts, root)); }
    root.addEventListener("input", refresh);
    refresh();
  }

  window.handbookWhatIf = { calculate: calculate, read: read };
  document.querySelectorAll(".hb-what-if").forEach(start);
})();
