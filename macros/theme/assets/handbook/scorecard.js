/* The scorecard of a selection. Assessors mark one after the other, each alone; only then do the marks stand side by side.
   The sums are in whole numbers, so that nothing is lost to rounding. Nothing is sent and nothing is stored: what was marked is gone with the page. */
(function () {
  "use strict";

  var MOST = 6; // assessors
  var forms = 0;

  // --- sums

  // ratings: for each assessor the levels by line; a line that an assessor did not see is not there.
  function calculate(facts, ratings) {
    var lines = facts.lines.map(function (line) {
      var given = ratings.map(function (one) { return one[line.id]; }).filter(function (level) { return level !== undefined; });
      var sum = given.reduce(function (total, level) { return total + level; }, 0);
      return {
        id: line.id, name: line.name, least: line.least, weight: line.weight, sum: sum, many: given.length,
        spread: given.length ? Math.max.apply(null, given) - Math.min.apply(null, given) : 0
      };
    });
    var found = { lines: lines, unrated: lines.filter(function (one) { return !one.many; }), short: [], score: null, passes: false };
    if (found.unrated.length) return found;
    found.short = lines.filter(function (one) { return one.sum < one.least * one.many; });
    found.score = weighted(lines);
    // On the cut is enough; the cut is in hundredths.
    found.passes = !found.short.length && found.score[0] * 100n >= BigInt(facts.cut) * found.score[1];
    return found;
  }

  // The sum of weight by mean, by the sum of the weights: a fraction, so that thirds stay thirds.
  function weighted(lines) {
    var top = 0n, bottom = 1n, weights = 0n;
    lines.forEach(function (one) {
      var many = BigInt(one.many);
      top = top * many + BigInt(one.weight) * BigInt(one.sum) * bottom;
      bottom = bottom * many;
      weights += BigInt(one.weight);
    });
    return [top, bottom * weights];
  }

  // Two decimals, cut off and never rounded up: what lies below the cut must not look as if it reached it.
  function shown(facts, top, bottom) {
    var format = new Intl.NumberFormat(facts.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    return format.format(Number(top * 100n / bottom) / 100);
  }
  function plain(facts, hundredths) {
    return new Intl.NumberFormat(facts.locale, { maximumFractionDigits: 2 }).format(hundredths / 100);
  }

  // --- what follows, in words

  function named(lines) { return lines.map(function (one) { return one.name; }).join(", "); }

  // The lines that must be talked over: too far apart, and not yet marked again; after that, not yet seen by a third.
  function open(facts, result, round) {
    return result.lines.filter(function (one) {
      return one.spread > facts.gap && (round === 1 || (round === 2 && one.many < 3));
    });
  }

  function outcome(facts, result, round) {
    if (result.unrated.length) {
      return ["No sum yet", "Nobody has seen: " + named(result.unrated) + ". Look at it in a stage, and mark it then."];
    }
    var apart = open(facts, result, round);
    if (apart.length) {
      return round === 1
        ? ["Score again after talking", "More than " + facts.gap + " apart: " + named(apart) + ". Read each other what was said and done, then each marks again, alone."]
        : ["Still apart", "More than " + facts.gap + " apart: " + named(apart) + ". A third assessor reads what both wrote, and marks; then the mean of three counts."];
    }
    var mean = "The weighted mean is " + shown(facts, result.score[0], result.score[1]);
    if (result.short.length) {
      return ["No", "Below the least level: " + result.short.map(function (one) {
        return one.name + " (" + shown(facts, BigInt(one.sum), BigInt(one.many)) + ", at least " + one.least + ")";
      }).join(", ") + ". Nothing else makes up for it. " + mean + "."];
    }
    var cut = plain(facts, facts.cut);
    if (!result.passes) return ["No", "Each least level is reached. " + mean + ", below the cut of " + cut + "."];
    return ["Yes, by the marks", "Each least level is reached. " + mean + "; the cut is " + cut + ". It is decided by the " + facts.decides
      + ", who may still say no, in writing and with a line of evidence."];
  }

  // --- elements

  function made(name, text, attributes) {
    var element = document.createElement(name);
    if (text !== undefined && text !== "") element.textContent = text;
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }
  function held(name, parts, attributes) {
    var element = made(name, "", attributes);
    parts.forEach(function (part) { if (part) element.append(part); });
    return element;
  }
  function button(text, act) {
    var found = made("button", text, { type: "button", "class": "md-button" });
    found.addEventListener("click", act);
    return found;
  }
  function buttons(parts) { return held("p", parts, { "class": "hb-buttons" }); }
  function title(text) { return made("p", text, { "class": "hb-item-title", tabindex: "-1", role: "heading", "aria-level": "3" }); }
  function table(caption, head, rows, numbers) {
    var css = function (place) { return numbers.indexOf(place) < 0 ? {} : { "class": "hb-num" }; };
    var top = held("tr", head.map(function (cell, place) { return made("th", cell, Object.assign({ scope: "col" }, css(place))); }));
    var body = held("tbody", rows.map(function (row) {
      return held("tr", row.map(function (cell, place) {
        return place ? made("td", cell, css(place)) : made("th", cell, { scope: "row" });
      }));
    }));
    var inner = held("table", [made("caption", caption), held("thead", [top]), body]);
    return held("div", [inner], { "class": "hb-table", role: "region", "aria-label": caption, tabindex: "0" });
  }

  // --- the form

  function start(root) {
    var facts = JSON.parse(root.dataset.facts), box = root.querySelector(".hb-form"), prefix = "hb-scorecard-" + (forms += 1);
    var raters, turns, round;

    function show(parts, focus) {
      box.replaceChildren.apply(box, parts.filter(Boolean));
      if (focus) focus.focus();
    }

    function welcome(again) {
      var many = made("select", "", { "aria-describedby": prefix + "-many" });
      for (var place = facts.raters; place <= Math.max(MOST, facts.raters); place += 1) many.append(made("option", String(place), { value: String(place) }));
      var head = title("Mark here");
      root.removeAttribute("data-marked");
      show([
        head,
        made("p", "Each assessor marks alone; the marks stay hidden until all are in. Nothing is stored or sent, so print the sheet before you leave this page.", { id: prefix + "-many" }),
        held("p", [held("label", ["Assessors ", many])]),
        buttons([button("Begin", function () { begin(Number(many.value)); })])
      ], again && head);
    }

    function begin(many) {
      raters = Array.from({ length: many }, function () { return { first: {}, marks: {}, notes: {} }; });
      round = 1;
      turns = raters.map(function (_, place) { return { rater: place, lines: facts.lines }; });
      turn();
    }

    // Whose turn it is: a screen in between, so that nobody sees the marks of the one before.
    function turn() {
      if (!turns.length) { together(); return; }
      var next = turns[0], who = "Assessor " + (next.rater + 1);
      if (next.rater === 0 && round === 1) { mark(next); return; }
      var head = title(who + ", it is your turn");
      var why = round === 3 ? "You are asked because two were too far apart. Read what both wrote down, then mark." : "The marks of the others are hidden. Do not ask for them.";
      show([head, made("p", why), buttons([button(who + " begins", function () { mark(next); })])], head);
    }

    function mark(one) {
      var head = title("Assessor " + (one.rater + 1) + ", alone" + (round === 2 ? ", once more" : ""));
      var said = made("p", "", { role: "status", "aria-live": "polite", "class": "hb-verdict" });
      var sets = one.lines.map(function (line) { return competency(line, raters[one.rater]); });
      var done = made("button", "These are my marks", { type: "submit", "class": "md-button" });
      var form = held("form", sets.concat([said, buttons([done])]), { novalidate: "" });
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        var missing = sets.filter(function (set) { return !set.querySelector("input:checked"); });
        if (!missing.length) { keep(one, sets); return; }
        said.textContent = (round < 3 ? "Mark each line, or choose “not seen”. Missing: " : "Mark each line. Missing: ") + missing.map(function (set) { return set.dataset.name; }).join(", ") + ".";
        missing[0].querySelector("input").focus();
      });
      show([head, made("p", "The level is the highest of which everything was seen."), form], head);
    }

    function competency(line, rater) {
      var group = prefix + "-" + line.id;
      var options = line.levels.map(function (anchor, place) { return option(group, String(place + 1), anchor); });
      // A third assessor is asked because of these lines, so there must be a mark.
      if (round < 3) options.push(option(group, "", "Not seen: the stages gave no occasion"));
      var note = made("input", "", { type: "text", maxlength: "300", autocomplete: "off" });
      note.value = rater.notes[line.id] || "";
      var evidence = held("label", [made("span", "What was said or done"), note], { "class": "hb-evidence" });
      return held("fieldset", [made("legend", line.name)].concat(options, [evidence]), { "data-id": line.id, "data-name": line.name });
    }

    function option(group, level, words) {
      var input = made("input", "", { type: "radio", name: group, value: level });
      var text = held("span", level ? [made("strong", level), " " + words] : [words]);
      return held("label", [input, text]);
    }

    function keep(one, sets) {
      var rater = raters[one.rater];
      sets.forEach(function (set) {
        var level = set.querySelector("input:checked").value, id = set.dataset.id;
        rater.notes[id] = set.querySelector(".hb-evidence input").value.trim();
        delete rater.marks[id];
        if (level) rater.marks[id] = Number(level);
        if (round !== 2) rater.first[id] = level;
      });
      turns.shift();
      turn();
    }

    function ratings() { return raters.map(function (one) { return one.marks; }); }

    function together() {
      var result = calculate(facts, ratings()), words = outcome(facts, result, round), apart = result.unrated.length ? [] : open(facts, result, round);
      var head = title("All marks together");
      var verdict = held("p", [made("strong", words[0] + "."), " " + words[1]], { "class": "hb-verdict" });
      var sheet = held("div", [
        made("p", "Scorecard: " + facts.role, { "class": "hb-on-paper hb-item-title" }), lines(["Applicant", "Date"]),
        marks(result), evidence(), verdict, lines(raters.map(function (_, place) { return "Assessor " + (place + 1); }).concat(["Decided by the " + facts.decides]))
      ], { "class": "hb-sheet" });
      root.dataset.marked = "";
      show([head, sheet, buttons([
        result.unrated.length ? button("Mark what nobody has seen", function () { unseen(result.unrated); }) : null,
        apart.length ? button(round === 1 ? "Mark these again, each alone" : "A third assessor marks these", function () { again(apart); }) : null,
        button("Print the sheet", function () { print(root); }),
        button("Delete all marks and begin again", function () { raters = turns = null; welcome(true); })
      ])], head);
    }

    function lines(names) {
      return held("p", names.map(function (name) { return made("span", name); }), { "class": "hb-on-paper hb-to-fill" });
    }

    function marks(result) {
      var head = ["Competency", "Weight", "Least"].concat(raters.map(function (_, place) { return "Assessor " + (place + 1); }), ["Mean", "Apart"]);
      var rows = result.lines.map(function (one, place) {
        var mean = one.many ? shown(facts, BigInt(one.sum), BigInt(one.many)) : "—";
        var apart = one.spread > facts.gap ? one.spread + ", too far" : String(one.spread);
        return [one.name, facts.lines[place].shown, String(one.least)].concat(raters.map(function (rater) { return cell(rater, one.id); }), [mean, apart]);
      });
      return table("Marks of all assessors", head, rows, head.map(function (_, place) { return place; }).slice(1));
    }

    // The first mark stays legible beside the second.
    function cell(rater, id) {
      if (rater.first[id] === undefined) return "";
      var now = rater.marks[id] === undefined ? "not seen" : String(rater.marks[id]), before = rater.first[id] || "not seen";
      return round > 1 && now !== before ? before + " → " + now : now;
    }

    function evidence() {
      var rows = facts.lines.map(function (line) {
        return [line.name].concat(raters.map(function (rater) { return rater.notes[line.id] || ""; }));
      }).filter(function (row) { return row.slice(1).some(Boolean); });
      var head = ["Competency"].concat(raters.map(function (_, place) { return "Assessor " + (place + 1); }));
      return rows.length ? table("What was said or done", head, rows, []) : null;
    }

    function among(some) {
      return facts.lines.filter(function (line) { return some.some(function (one) { return one.id === line.id; }); });
    }

    function unseen(some) {
      turns = raters.map(function (_, place) { return { rater: place, lines: among(some) }; });
      turn();
    }

    function again(apart) {
      var wanted = among(apart);
      round += 1;
      if (round === 2) {
        turns = raters.map(function (rater, place) {
          return { rater: place, lines: wanted.filter(function (line) { return rater.first[line.id]; }) };
        }).filter(function (one) { return one.lines.length; });
      } else {
        raters.push({ first: {}, marks: {}, notes: {} });
        turns = [{ rater: raters.length - 1, lines: wanted }];
      }
      turn();
    }

    welcome(false);
  }

  // Only the sheet: everything beside it, on each step up to the page itself, stays off the paper.
  function print(root) {
    var off = [];
    for (var one = root.querySelector(".hb-sheet"); one !== document.body; one = one.parentElement) {
      Array.prototype.forEach.call(one.parentElement.children, function (other) { if (other !== one) off.push(other); });
    }
    off.forEach(function (element) { element.classList.add("hb-print-off"); });
    window.addEventListener("afterprint", function () {
      off.forEach(function (element) { element.classList.remove("hb-print-off"); });
    }, { once: true });
    window.print();
  }

  window.handbookScorecard = {
    calculate: function (facts, ratings) {
      var found = calculate(facts, ratings);
      return {
        unrated: found.unrated.map(function (one) { return one.id; }), short: found.short.map(function (one) { return one.id; }),
        score: found.score && found.score.map(String), passes: found.passes,
        spread: found.lines.map(function (one) { return one.spread; }), words: outcome(facts, found, 1)
      };
    }
  };
  document.querySelectorAll(".hb-scorecard").forEach(start);
})();
