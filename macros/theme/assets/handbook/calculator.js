/* The price calculator. It works with whole cents and hundredths of a per cent, so that it is
   exact to the cent. Nothing is sent and nothing is stored. */
(function () {
  "use strict";

  function rateOf(lever, value, choice) {
    if (lever.bands.length) {
      var band = lever.bands.find(function (row) { return value >= row[0] && (row[1] === null || value < row[1]); });
      return band ? band[2] : 0;
    }
    return choice === "" || choice === undefined ? 0 : lever.options[Number(choice)];
  }

  // Of two levers that may not combine, the one that gives more counts.
  function rateFor(family, facts, value, choices) {
    var rates = facts.levers.map(function (lever, place) {
      return lever.families.includes(family) ? { lever: lever, rate: rateOf(lever, value, choices[place]) } : null;
    }).filter(function (row) { return row && row.rate !== 0; });
    rates.sort(function (one, other) { return other.rate - one.rate; });
    var taken = [];
    rates.forEach(function (row) {
      var apart = taken.some(function (other) {
        return other.lever.apart.includes(row.lever.id) || row.lever.apart.includes(other.lever.id);
      });
      if (!apart) taken.push(row);
    });
    var sum = taken.reduce(function (total, row) { return total + row.rate; }, 0);
    return Math.min(sum, facts.most);
  }

  function halfUp(number, by) { return Math.floor((2 * number + by) / (2 * by)); }

  function calculate(facts, lines, choices) {
    var value = lines.reduce(function (sum, line) { return sum + line.price.list * line.price.times * line.units; }, 0);
    var result = { list: value, net: 0, cost: 0, rate: 0, below: [] };
    lines.forEach(function (line) {
      var units = line.price.times * line.units;
      var rate = rateFor(line.price.family, facts, value, choices);
      var net = halfUp(line.price.list * units * (10000 - rate), 10000);
      result.net += net;
      result.cost += line.price.cost * units;
      result.rate = Math.max(result.rate, rate);
      if (net < line.price.floor * units) result.below.push(line.price.name);
    });
    var left = result.net - result.cost;
    result.margin = result.net > 0 ? left / result.net : null;
    result.more = left > 0 ? (result.list - result.net) / left : null;
    var step = facts.ladder.find(function (row) { return row[1] === null || result.rate <= row[1]; });
    result.approver = step ? step[0] : null;
    return result;
  }

  function show(root, facts, result) {
    var money = new Intl.NumberFormat(facts.locale, {
      style: "currency", currency: facts.currency, useGrouping: "always",
      minimumFractionDigits: facts.decimals, maximumFractionDigits: facts.decimals
    });
    var share = new Intl.NumberFormat(facts.locale, { style: "percent", maximumFractionDigits: 1 });
    var rows = [
      ["Value of the first twelve months at list", money.format(result.list / 100)],
      ["Highest discount in it", share.format(result.rate / 10000)],
      ["What is left", money.format(result.net / 100)],
      ["Margin left", result.margin === null ? "none" : share.format(result.margin)],
      ["To earn the same you must sell", result.more === null ? "no volume makes up for it" : share.format(result.more) + " more"],
      ["Who decides", result.rate <= 0 ? "nobody needs to: no discount" : result.approver || "nobody may give this"]
    ];
    if (result.below.length) rows.push(["Below its floor", result.below.join(", ") + ": this order may not be offered so"]);
    var list = document.createElement("dl");
    list.className = "hb-pairs";
    rows.forEach(function (row) {
      ["dt", "dd"].forEach(function (tag, place) {
        var cell = document.createElement(tag);
        cell.textContent = row[place];
        list.appendChild(cell);
      });
    });
    root.querySelector(".hb-sums").replaceChildren(list);
  }

  function read(root, facts) {
    var lines = Array.from(root.querySelectorAll(".hb-line")).map(function (row) {
      var units = Number(row.querySelector(".hb-units").value);
      var price = facts.prices[Number(row.querySelector(".hb-product").value)];
      row.querySelector(".hb-counted").textContent = price.counted[units === 1 ? 0 : 1];
      return { price: price, units: Number.isInteger(units) && units > 0 ? units : 0 };
    });
    var choices = {};
    root.querySelectorAll(".hb-lever").forEach(function (select) { choices[select.dataset.lever] = select.value; });
    return calculate(facts, lines, choices);
  }

  function start(root) {
    var facts = JSON.parse(root.dataset.facts);
    function refresh() { show(root, facts, read(root, facts)); }
    root.addEventListener("input", refresh);
    root.querySelector(".hb-more").addEventListener("click", function () {
      var rows = root.querySelectorAll(".hb-line");
      var copy = rows[0].cloneNode(true);
      root.querySelector(".hb-lines").appendChild(copy);
      copy.querySelector(".hb-units").value = "1";
      refresh();
    });
    refresh();
  }

  window.handbookCalculator = { calculate: calculate };
  document.querySelectorAll(".hb-calculator").forEach(start);
})();
