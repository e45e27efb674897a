/* The pay calculator. It works with exact fractions of whole cents, so that it gives the numbers of the library
   (macros/handbook/pay.py) to the cent. Nothing is sent and nothing is stored. */
(function () {
  "use strict";

  var WHOLE = 10000n; // a share is whole hundredths of a per cent

  // A fraction is a pair of whole numbers, the lower one above zero.
  function number(text) {
    var parts = /^(-?)(\d+)(?:[.,](\d+))?$/.exec(String(text).replace(/\s/g, ""));
    if (!parts) return null;
    var digits = parts[3] || "";
    return [BigInt(parts[1] + parts[2] + digits), 10n ** BigInt(digits.length)];
  }
  function of(top, bottom) { return bottom < 0n ? [-top, -bottom] : [top, bottom]; }
  function plus(one, other) { return [one[0] * other[1] + other[0] * one[1], one[1] * other[1]]; }
  function less(one, other) { return plus(one, [-other[0], other[1]]); }
  function times(one, other) { return [one[0] * other[0], one[1] * other[1]]; }
  function by(one, other) { return of(one[0] * other[1], one[1] * other[0]); }
  function below(one, other) { return one[0] * other[1] < other[0] * one[1]; }
  function share(points) { return [BigInt(points), WHOLE]; }
  function floor(one) {
    var cut = one[0] / one[1];
    return one[0] % one[1] < 0n ? cut - 1n : cut;
  }
  // Half a cent goes away from zero, as in the library.
  function cents(one) { return one[0] < 0n ? -cents([-one[0], one[1]]) : floor([2n * one[0] + one[1], 2n * one[1]]); }

  // What an attainment pays of the target: payout_share in the library.
  function paid(plan, attained) {
    var reached = plan.curve.filter(function (point) { return !below(attained, share(point[0])); }).length;
    if (!reached) return [0n, 1n];
    var point = plan.curve[reached - 1], end = Math.min(reached, plan.curve.length - 1);
    var left = plan.curve[end - 1], right = plan.curve[end];
    var slope = of(BigInt(right[1] - left[1]), BigInt(right[0] - left[0]));
    var found = plus(share(point[1]), times(less(attained, share(point[0])), slope));
    return plan.cap !== null && below(share(plan.cap), found) ? share(plan.cap) : found;
  }

  // An amount in cents, divided by weights to the cent: the largest remainders get what is left. split in the library.
  function divide(amount, weights) {
    var parts = weights.map(function (weight) { return floor([amount * BigInt(weight), WHOLE]); });
    var left = Number(amount - parts.reduce(function (sum, part) { return sum + part; }, 0n));
    weights
      .map(function (weight, place) { return { place: place, rest: amount * BigInt(weight) - parts[place] * WHOLE }; })
      .sort(function (one, other) { return one.rest === other.rest ? one.place - other.place : one.rest > other.rest ? -1 : 1; })
      .slice(0, left)
      .forEach(function (row) { parts[row.place] += 1n; });
    return parts;
  }

  function slip(plan, base, variable, attained) {
    var parts = divide(variable, plan.measures.map(function (one) { return one.weight; }));
    var one = { base: base, variable: [], accelerator: [], ahead: 0n };
    attained.forEach(function (reached, place) {
      var pays = paid(plan, reached), all = [1n, 1n], part = [parts[place], 1n];
      var above = below(all, pays);
      one.variable.push(cents(times(part, above ? all : pays)));
      one.accelerator.push(above ? cents(times(part, less(pays, all))) : 0n);
    });
    return one;
  }

  function soFar(amount, periods, many) { return cents([BigInt(amount) * BigInt(periods), BigInt(many)]); }
  function sum(list) { return list.reduce(function (total, one) { return total + one; }, 0n); }
  function minus(list, other) { return list.map(function (one, place) { return one - other[place]; }); }

  // attained[period][measure], each a fraction; by the year to date those of the year so far.
  function calculate(plan, attained) {
    var many = plan.periods.length, ahead = 0n, before = null;
    return attained.map(function (row, place) {
      if (!plan.toDate) {
        var own = [plan.fixed, plan.variable].map(function (amount) { return soFar(amount, place + 1, many) - soFar(amount, place, many); });
        return slip(plan, own[0], own[1], row);
      }
      var now = slip(plan, soFar(plan.fixed, place + 1, many), soFar(plan.variable, place + 1, many), row);
      var one = now;
      if (before) {
        one = {
          base: now.base - before.base, variable: minus(now.variable, before.variable),
          accelerator: minus(now.accelerator, before.accelerator), ahead: 0n
        };
      }
      var earned = sum(one.variable) + sum(one.accelerator);
      var kept = ahead > earned ? ahead - earned : 0n;
      before = now;
      one = { base: one.base, variable: one.variable, accelerator: one.accelerator, ahead: kept - ahead };
      ahead = kept;
      return one;
    });
  }

  // The attainment of the year so far, each period by its weight.
  function toDate(attained, weights) {
    var reached = [0n, 1n], asked = 0n;
    return attained.map(function (one, place) {
      reached = plus(reached, times(one, [BigInt(weights[place]), 1n]));
      asked += BigInt(weights[place]);
      return asked > 0n ? by(reached, [asked, 1n]) : [0n, 1n];
    });
  }

  // What was written, as attainments: per cent of what was asked, or an amount signed against the quota of a seat. Null if one is no number.
  function attainments(plan, asked) {
    var seat = plan.seats[asked.seat];
    var columns = plan.measures.map(function (measure, column) {
      var amounts = asked.amounts && measure.signed && seat;
      var written = asked.written.map(function (row) { return number(row[column]); });
      if (written.some(function (one) { return one === null || one[0] < 0n; })) return null;
      var weights = measure.signed && seat ? seat.quotas : plan.weights;
      var reached = written.map(function (one, place) {
        if (!amounts) return by(one, [100n, 1n]);
        return seat.quotas[place] ? by(times(one, [100n, 1n]), [BigInt(seat.quotas[place]), 1n]) : [0n, 1n];
      });
      if (!plan.toDate) return reached;
      return amounts ? signedToDate(written, seat.quotas) : toDate(reached, weights);
    });
    if (columns.some(function (column) { return column === null; })) return null;
    return plan.periods.map(function (_, place) { return columns.map(function (column) { return column[place]; }); });
  }

  function signedToDate(written, quotas) {
    var signed = [0n, 1n], asked = 0n;
    return written.map(function (one, place) {
      signed = plus(signed, times(one, [100n, 1n]));
      asked += BigInt(quotas[place]);
      return asked > 0n ? by(signed, [asked, 1n]) : [0n, 1n];
    });
  }

  function total(one) { return one.base + sum(one.variable) + sum(one.accelerator) + one.ahead; }

  // --- the form

  function element(tag, text, more) {
    var made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    Object.keys(more || {}).forEach(function (key) { made.setAttribute(key, more[key]); });
    return made;
  }

  function table(head, rows, caption) {
    var box = element("div", undefined, { class: "hb-table", role: "region", "aria-label": caption, tabindex: "0" });
    var made = element("table"), top = element("tr"), body = element("tbody"), thead = element("thead");
    made.appendChild(element("caption", caption));
    head.forEach(function (cell, place) { top.appendChild(element("th", cell, place ? { scope: "col", class: "hb-num" } : { scope: "col" })); });
    thead.appendChild(top);
    made.appendChild(thead);
    rows.forEach(function (row) {
      var line = element("tr");
      row.forEach(function (cell, place) {
        var made = place ? element("td", undefined, { class: "hb-num" }) : element("th", undefined, { scope: "row" });
        if (cell instanceof Node) made.appendChild(cell);
        else made.textContent = cell;
        line.appendChild(made);
      });
      body.appendChild(line);
    });
    made.appendChild(body);
    box.appendChild(made);
    return box;
  }

  function choice(key, label, options) {
    var made = element("label", label + " "), select = element("select", undefined, { "data-key": key });
    options.forEach(function (name, place) { select.appendChild(element("option", name, { value: String(place) })); });
    made.appendChild(select);
    return made;
  }

  function value(root, key) {
    var found = root.querySelector('[data-key="' + key + '"]');
    return found ? Number(found.value) : 0;
  }

  function read(root, facts) {
    var plan = facts.plans[value(root, "plan")];
    var written = plan.periods.map(function (_, period) {
      return plan.measures.map(function (_, column) {
        return root.querySelector('[data-period="' + period + '"][data-measure="' + column + '"]').value;
      });
    });
    return { plan: plan, amounts: value(root, "written") === 1, seat: value(root, "seat"), written: written };
  }

  function showInputs(root, facts) {
    var plan = facts.plans[value(root, "plan")], rest = root.querySelector(".hb-columns");
    rest.querySelectorAll("[data-key]:not([data-key=plan])").forEach(function (select) { select.parentNode.remove(); });
    if (plan.seats.length) {
      rest.appendChild(choice("written", "You write", ["attainment in %", "what was signed"]));
      rest.appendChild(choice("seat", "Seat", plan.seats.map(function (one) { return one.name; })));
    }
    fillInputs(root, facts);
  }

  function fillInputs(root, facts) {
    var plan = facts.plans[value(root, "plan")], amounts = value(root, "written") === 1, seat = plan.seats[value(root, "seat")];
    var rows = plan.periods.map(function (period, place) {
      return [period].concat(plan.measures.map(function (measure, column) {
        var asked = amounts && measure.signed ? (seat.quotas[place] / 100).toFixed(2) : "100";
        return element("input", undefined, {
          type: "text", inputmode: "decimal", size: "9", value: asked, "data-period": String(place), "data-measure": String(column),
          "aria-label": period + ": " + measure.name + (amounts && measure.signed ? ", signed" : ", in %")
        });
      }));
    });
    var head = [""].concat(plan.measures.map(function (one) { return one.name + (amounts && one.signed ? ", signed" : ", in %"); }));
    root.querySelector(".hb-inputs").replaceChildren(table(head, rows, "What each period brought"));
  }

  function show(root, facts) {
    var asked = read(root, facts), plan = asked.plan, sums = root.querySelector(".hb-sums");
    var attained = attainments(plan, asked);
    if (!attained) {
      sums.replaceChildren(element("p", "Write numbers, zero or more, such as 80 or 104.5."));
      return;
    }
    var format = new Intl.NumberFormat(facts.locale, {
      style: "currency", currency: facts.currency, useGrouping: "always",
      minimumFractionDigits: facts.decimals, maximumFractionDigits: facts.decimals
    });
    function money(amount) { return format.format(Number(amount) / 100); }
    var slips = calculate(plan, attained);
    var lines = [["Fixed pay", function (one) { return one.base; }]];
    [["Variable", "variable"], ["Accelerator", "accelerator"]].forEach(function (kind) {
      plan.measures.forEach(function (measure, place) {
        lines.push([kind[0] + ": " + measure.name, function (one) { return one[kind[1]][place]; }]);
      });
    });
    if (slips.some(function (one) { return one.ahead; })) lines.push(["Paid ahead", function (one) { return one.ahead; }]);
    lines.push(["All together", total]);
    var rows = plan.periods.map(function (period, place) {
      return [period].concat(lines.map(function (line) { return money(line[1](slips[place])); }));
    });
    rows.push(["Year"].concat(lines.map(function (line) { return money(sum(slips.map(line[1]))); })));
    sums.replaceChildren(table([""].concat(lines.map(function (line) { return line[0]; })), rows, "Your pay, line by line"));
  }

  function start(root) {
    var facts = JSON.parse(root.dataset.facts);
    root.addEventListener("input", function (event) {
      var key = event.target.dataset.key;
      if (key === "plan") showInputs(root, facts);
      else if (key === "written" || key === "seat") fillInputs(root, facts);
      show(root, facts);
    });
    showInputs(root, facts);
    show(root, facts);
  }

  function spelled(slips) {
    return slips.map(function (one) {
      return {
        base: Number(one.base), variable: one.variable.map(Number), accelerator: one.accelerator.map(Number), ahead: Number(one.ahead)
      };
    });
  }

  window.handbookPay = {
    calculate: function (plan, asked) {
      var attained = attainments(plan, asked);
      return attained && spelled(calculate(plan, attained));
    }
  };
  document.querySelectorAll(".hb-pay").forEach(start);
})();
