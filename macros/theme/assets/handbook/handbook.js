/* The date on a page's card is judged again where it is read, in the company's time zone: a site that is never
   rebuilt still says "overdue". Without this script the state at the time of building stands. */
(function () {
  "use strict";
  var SOON_DAYS = 14;
  var WORDS = { "in-date": "In date", "due-soon": "Due soon", overdue: "Overdue" };

  function today(zone) {
    // en-CA writes year-month-day, so texts compare as days do.
    return new Intl.DateTimeFormat("en-CA", { timeZone: zone || "not said", year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date());
  }

  function daysBefore(day, days) {
    var parts = day.split("-").map(Number);
    return new Date(Date.UTC(parts[0], parts[1] - 1, parts[2] - days)).toISOString().slice(0, 10);
  }

  function stateOf(card) {
    var due = card.dataset.due;
    try {
      // What cannot be read counts as overdue: nothing fails open.
      if (!/^\d{4}-\d{2}-\d{2}$/.test(due) || daysBefore(due, 0) !== due) return "overdue";
      var now = today(card.dataset.zone);
      if (now > due) return "overdue";
      if (card.dataset.state === "changed-since-review") return card.dataset.state;
      return now >= daysBefore(due, SOON_DAYS) ? "due-soon" : "in-date";
    } catch (unreadable) {
      return "overdue";
    }
  }

  function judge(card) {
    var state = stateOf(card);
    if (state === card.dataset.state) return;
    card.dataset.state = state;
    card.querySelector(".hb-state").textContent = WORDS[state];
    var until = card.querySelector(".hb-until");
    if (until) until.textContent = state === "overdue" ? "since" : "until";
  }

  document.querySelectorAll(".hb-page-card[data-due]").forEach(judge);
})();
