/* The practice test. The questions stand on the page (macros/handbook/render/training/practice.py); this draws some of them by
   chance, shuffles their options, and explains each answer at once. Nothing is sent. Nothing is kept, unless the reader asks for
   it; then under one key in this browser alone, and a button deletes it. */
(function () {
  "use strict";
  var KEY = "handbook-practice";

  // --- chance and memory

  // A whole number below `many`, each equally likely: numbers beyond the last whole multiple are drawn again.
  function below(many) {
    var box = new Uint32Array(1), last = Math.floor(4294967296 / many) * many;
    do { window.crypto.getRandomValues(box); } while (box[0] >= last);
    return box[0] % many;
  }
  function shuffled(list) {
    var copy = list.slice();
    for (var place = copy.length - 1; place > 0; place -= 1) {
      var other = below(place + 1), kept = copy[place];
      copy[place] = copy[other];
      copy[other] = kept;
    }
    return copy;
  }
  // What was not answered right yet comes first; within both, by chance.
  function drawn(questions, many, known) {
    var mixed = shuffled(questions);
    var open = mixed.filter(function (one) { return !known[one.id]; });
    var done = mixed.filter(function (one) { return known[one.id]; });
    return shuffled(open.concat(done).slice(0, many));
  }
  function remembered() {
    try {
      var known = JSON.parse(window.localStorage.getItem(KEY) || "null");
      return known !== null && typeof known === "object" ? known : null;
    } catch (refused) { return null; }
  }
  function remember(known) {
    try { window.localStorage.setItem(KEY, JSON.stringify(known)); return true; } catch (refused) { return false; }
  }
  function forget() {
    try { window.localStorage.removeItem(KEY); } catch (refused) { /* then there is nothing to forget */ }
  }

  // --- elements

  function made(name, text, attributes) {
    var element = document.createElement(name);
    if (text) element.textContent = text;
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }
  function button(text, act, attributes) {
    var found = made("button", text, Object.assign({ type: "button", "class": "md-button" }, attributes));
    if (act) found.addEventListener("click", act);
    return found;
  }
  function row(parts) {
    var found = made("p", "", { "class": "hb-buttons" });
    parts.forEach(function (part) { if (part) found.appendChild(part); });
    return found;
  }
  function questionOf(details) {
    var paragraphs = details.querySelectorAll("p");
    return {
      id: details.dataset.id,
      module: details.dataset.module,
      stem: details.querySelector("summary").textContent.trim(),
      options: Array.from(details.querySelectorAll("li")).map(function (item) {
        return { text: item.querySelector("span").textContent, right: item.hasAttribute("data-right") };
      }),
      why: paragraphs[0].textContent,
      source: paragraphs[1]
    };
  }
  function counted(number, one, many) { return number + " " + (number === 1 ? one : many); }

  // --- one test on the page

  function start(root, number) {
    var all = Array.from(root.querySelectorAll(".hb-question")).map(questionOf);
    var stage = root.querySelector(".hb-asked");
    var most = Math.min(Number(root.dataset.atOnce), all.length);
    var keeps = remembered() !== null;

    function show(parts, focused) {
      stage.replaceChildren.apply(stage, parts.filter(Boolean));
      if (focused) focused.focus();
    }
    function known() { return (keeps && remembered()) || {}; }
    function right(id) {
      if (!keeps) return;
      var now = remembered() || {};
      now[id] = 1;
      remember(now);
    }

    // Whether this browser remembers, and the button that makes it forget. Both are told at once to the reader.
    function memory() {
      var box = made("input", "", { type: "checkbox" }), label = made("label"), said = made("span", "", { role: "status" });
      box.checked = keeps;
      label.append(box, " Remember on this device which questions I answered right, and ask the others first");
      var away = button("Delete what is remembered", function () {
        forget();
        keeps = false;
        box.checked = false;
        away.hidden = true;
        said.textContent = "Deleted. Nothing is kept on this device.";
        box.focus();
      });
      away.hidden = !keeps;
      box.addEventListener("change", function () {
        keeps = box.checked && remember(remembered() || {});
        if (!keeps) forget();
        said.textContent = keeps ? "Kept on this device alone." : box.checked ? "This browser keeps nothing." : "Nothing is kept on this device.";
        box.checked = keeps;
        away.hidden = !keeps;
      });
      var part = made("div", "", { "class": "hb-memory" });
      part.append(label, row([away, said]));
      return part;
    }

    function welcome(focus) {
      var begin = button("Begin", function () { run(drawn(all, most, known())); }, { "class": "md-button md-button--primary" });
      var text = counted(most, "question", "questions") + " of " + all.length + ", drawn by chance. Each answer is explained at once. Nobody but you sees it: nothing is sent.";
      show([made("p", text), memory(), row([begin])], focus && begin);
    }

    function run(asked) {
      var answers = [];
      function next() { if (answers.length < asked.length) ask(asked[answers.length]); else result(asked, answers); }
      function ask(one) {
        var form = made("form"), group = made("fieldset"), legend = made("legend", "", { tabindex: "-1" });
        legend.append(made("small", "Question " + (answers.length + 1) + " of " + asked.length), made("span", one.stem));
        group.appendChild(legend);
        var options = shuffled(one.options);
        options.forEach(function (option, place) {
          var label = made("label");
          label.append(made("input", "", { type: "radio", name: "hb-practice-" + number, value: String(place) }), made("span", option.text));
          group.appendChild(label);
        });
        var said = made("div", "", { "class": "hb-explained", role: "status", "aria-live": "polite" });
        var answer = made("button", "Answer", { type: "submit", "class": "md-button md-button--primary" });
        form.append(group, said, row([answer]));
        form.addEventListener("submit", function (event) {
          event.preventDefault();
          var chosen = form.querySelector("input:checked");
          if (!chosen) {
            said.replaceChildren(made("p", "Choose an answer first."));
            form.querySelector("input").focus();
            return;
          }
          mark(one, options, Number(chosen.value));
        });
        function mark(one, options, place) {
          var good = options[place].right;
          answers.push(good);
          if (good) right(one.id);
          form.querySelectorAll("label").forEach(function (label, at) {
            label.querySelector("input").disabled = true;
            if (options[at].right) label.dataset.mark = "right";
            else if (at === place) label.dataset.mark = "wrong";
          });
          var best = options.find(function (option) { return option.right; }).text;
          var source = made("p", "Read it: ");
          source.append.apply(source, Array.from(one.source.childNodes).map(function (node) { return node.cloneNode(true); }));
          said.replaceChildren(made("p", good ? "Right." : "Not right. The right answer is: " + best, { "class": "hb-verdict" }), made("p", one.why), source);
          var last = answers.length === asked.length;
          var on = button(last ? "See the result" : "Next question", next, { "class": "md-button md-button--primary" });
          answer.parentNode.replaceWith(row([on]));
          on.focus();
        }
        show([form], legend);
      }
      next();
    }

    function result(asked, answers) {
      var wrong = asked.filter(function (one, place) { return !answers[place]; });
      var head = made("p", (asked.length - wrong.length) + " of " + asked.length + " right", { "class": "hb-item-title", tabindex: "-1" });
      show([
        head,
        byModule(asked, answers),
        wrong.length ? toRead(wrong) : null,
        row([
          wrong.length ? button("Again with " + (wrong.length === 1 ? "the one that was" : "the " + wrong.length + " that were") + " wrong", function () { run(shuffled(wrong)); }) : null,
          button("Draw others", function () { run(drawn(all, most, known())); }),
          button("Back to the start", function () { welcome(true); })
        ]),
        ids(asked),
        memory()
      ], head);
    }

    function byModule(asked, answers) {
      var modules = new Map();
      asked.forEach(function (one, place) {
        var sum = modules.get(one.module) || [0, 0];
        modules.set(one.module, [sum[0] + (answers[place] ? 1 : 0), sum[1] + 1]);
      });
      var table = made("table"), body = made("tbody"), top = made("tr");
      ["Module", "Right"].forEach(function (name) { top.appendChild(made("th", name, { scope: "col" })); });
      modules.forEach(function (sum, name) {
        var line = made("tr");
        line.append(made("th", name, { scope: "row" }), made("td", sum[0] + " of " + sum[1]));
        body.appendChild(line);
      });
      var first = made("thead");
      first.appendChild(top);
      table.append(first, body);
      return table;
    }

    function toRead(wrong) {
      var list = made("ul");
      wrong.forEach(function (one) {
        var item = made("li", one.stem + " ");
        item.append.apply(item, Array.from(one.source.childNodes).map(function (node) { return node.cloneNode(true); }));
        list.appendChild(item);
      });
      var part = made("div");
      part.append(made("p", "Read these again", { "class": "hb-label" }), list);
      return part;
    }

    function ids(asked) {
      var label = made("label", "The questions of this try, to be handed in before the admission test "), said = made("span", "", { role: "status" });
      var area = made("textarea", "", { readonly: "", rows: "3", spellcheck: "false" });
      area.value = asked.map(function (one) { return one.id; }).join(" ");
      label.appendChild(area);
      var copy = button("Copy the list", function () {
        area.select();
        var done = function () { said.textContent = "Copied."; };
        var marked = function () { said.textContent = "Marked: copy it with your keyboard."; };
        if (navigator.clipboard) navigator.clipboard.writeText(area.value).then(done, marked); else marked();
      });
      var part = made("div", "", { "class": "hb-ids" });
      part.append(label, row([copy, said]));
      return part;
    }

    root.querySelector(".hb-questions").hidden = true;
    stage.hidden = false;
    welcome(false);
  }

  window.handbookPractice = { key: KEY, below: below, shuffled: shuffled, drawn: drawn };
  document.querySelectorAll(".hb-practice").forEach(start);
})();
