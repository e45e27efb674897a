/* The calculator of business hours. It counts as the library does (macros/handbook/calculations/business_hours.py), to the
   minute: moments are the clock on the wall, kept as if it stood in UTC, so that no reader's own time zone moves them.
   Nothing is sent and nothing is stored. */
(function () {
  "use strict";

  var MINUTE = 60000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
  var LONG = { minute: MINUTE, hour: HOUR, day: DAY, week: 7 * DAY };

  function day(moment) { return Math.floor(moment / DAY) * DAY; }
  function iso(moment) { return new Date(moment).toISOString().slice(0, 10); }
  function read(text) { return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? Date.parse(text.slice(0, 16) + ":00Z") : NaN; }

  function calendar(facts, unit) {
    var hours = facts.units[unit];
    return {
      last: Date.parse(facts.until + "T00:00:00Z") + DAY,
      opens: hours.opens * MINUTE,
      closes: hours.closes * MINUTE,
      works: function (midnight) {
        return hours.days.includes((new Date(midnight).getUTCDay() + 6) % 7) && !(iso(midnight) in facts.holidays);
      }
    };
  }

  // The first moment, inside the hours, at which so much working time has gone by; null beyond the years that are known.
  function afterWorking(start, span, hours) {
    for (var midnight = day(start); midnight < hours.last; midnight += DAY) {
      if (!hours.works(midnight)) continue;
      var begins = Math.max(start, midnight + hours.opens);
      var today = midnight + hours.closes - begins;
      if (today >= 0 && span <= today) return begins + span;
      span -= Math.max(today, 0);
    }
    return null;
  }

  function afterDays(start, amount, hours) {
    var begins = afterWorking(start, 0, hours);
    if (begins === null) return null;
    var left = amount;
    for (var midnight = day(begins); midnight < hours.last; midnight += DAY) {
      if (hours.works(midnight) && left-- === 0) return midnight + (begins - day(begins));
    }
    return null;
  }

  function afterMonths(start, amount) {
    var from = new Date(start);
    var month = from.getUTCMonth() + amount;
    var longest = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
    return Date.UTC(from.getUTCFullYear(), month, Math.min(from.getUTCDate(), longest)) + (start - day(start));
  }

  // When it is due; null where the start or the end lies outside the years whose public holidays are known.
  function due(facts, unit, start, amount, counted) {
    var hours = calendar(facts, unit);
    if (!(start >= Date.parse(facts.from + "T00:00:00Z")) || start >= hours.last) return null;
    var found =
      counted === "business hour" ? afterWorking(start, amount * HOUR, hours) :
      counted === "business day" ? afterDays(start, amount, hours) :
      counted === "month" ? afterMonths(start, amount) : start + amount * LONG[counted];
    return found !== null && found < hours.last ? found : null;
  }

  function holidaysBetween(facts, unit, start, end) {
    var days = facts.units[unit].days;
    return Object.keys(facts.holidays).filter(function (one) {
      var midnight = Date.parse(one + "T00:00:00Z");
      return midnight > start - DAY && midnight < end && days.includes((new Date(midnight).getUTCDay() + 6) % 7);
    });
  }

  function rowsOf(facts, root) {
    var service = facts.services[root.querySelector(".hb-service").value];
    if (service) {
      var rows = [["First answer due", service.first], ["Done by", service.done]];
      service.escalation.forEach(function (step) { rows.push(["Goes to " + step[2], step]); });
      return { unit: service.unit, rows: rows };
    }
    var amount = Number(root.querySelector(".hb-amount").value);
    var whole = Number.isInteger(amount) && amount > 0 ? [amount, root.querySelector(".hb-counted").value] : null;
    return { unit: root.querySelector(".hb-whose").value, rows: [["Due", whole]] };
  }

  function element(tag, text) {
    var made = document.createElement(tag);
    made.textContent = text;
    return made;
  }

  function answer(facts, root) {
    var start = read(root.querySelector(".hb-moment").value);
    var asked = rowsOf(facts, root);
    if (isNaN(start)) return [element("p", "Choose the day and the time at which it was handed over.")];
    if (!asked.rows[0][1]) return [element("p", "Write how much time there is, as a whole number.")];
    var shown = new Intl.DateTimeFormat(facts.locale, {
      weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "UTC"
    });
    var onlyDay = new Intl.DateTimeFormat(facts.locale, { day: "numeric", month: "long", timeZone: "UTC" });
    var list = document.createElement("dl"), latest = start, outside = false;
    list.className = "hb-pairs";
    [["Handed over", start]].concat(asked.rows.map(function (row) {
      return [row[0], due(facts, asked.unit, start, row[1][0], row[1][1])];
    })).forEach(function (row) {
      outside = outside || row[1] === null;
      latest = Math.max(latest, row[1] || 0);
      list.append(element("dt", row[0]), element("dd", row[1] === null ? "not known" : shown.format(row[1])));
    });
    var notes = holidaysBetween(facts, asked.unit, start, latest).map(function (one) {
      return onlyDay.format(Date.parse(one + "T00:00:00Z")) + " (" + facts.holidays[one] + ")";
    });
    var made = [list];
    if (notes.length) made.push(element("p", "Public holidays on the way: " + notes.join(", ") + "."));
    if (outside) made.push(element("p", "Public holidays are known here from " + facts.from.slice(0, 4) + " to " +
      facts.until.slice(0, 4) + ". What begins or ends outside these years is not worked out."));
    return made;
  }

  function start(root) {
    var facts = JSON.parse(root.dataset.facts);
    var moment = root.querySelector(".hb-moment");
    function refresh() {
      root.querySelector(".hb-amounts").hidden = root.querySelector(".hb-service").value !== "";
      root.querySelector(".hb-sums").replaceChildren.apply(root.querySelector(".hb-sums"), answer(facts, root));
    }
    var now = new Date();
    if (!moment.value) moment.value = new Date(now.getTime() - now.getTimezoneOffset() * MINUTE).toISOString().slice(0, 16);
    root.addEventListener("input", refresh);
    refresh();
  }

  window.handbookHours = { due: due, read: read };
  document.querySelectorAll(".hb-due").forEach(start);
})();
