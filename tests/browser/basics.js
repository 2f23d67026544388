/* What must hold on every page for everybody who reads it; answers everything wrong as a list of sentences. */
() => {
  const wrong = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const say = (element, what) => wrong.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  const nameOf = (element) => (element.getAttribute("aria-label") || element.textContent).trim();

  if (!["tr", "en"].includes(document.documentElement.lang)) wrong.push("the page does not say its language");
  if (!document.title.trim()) wrong.push("no title");
  if (all("h1").length !== 1) wrong.push(`${all("h1").length} h1`);
  if (all("main").length !== 1) wrong.push("not one main");
  const skip = all("a, button, input, select, summary")[0];
  if (!skip || skip.getAttribute("href") !== "#main" || !document.getElementById("main")) wrong.push("no skip link first");

  let level = 0;
  for (const heading of all("h1, h2, h3, h4")) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) say(heading, "a heading skips a level");
    level = next;
  }
  for (const field of all("input:not([type=hidden]), select, textarea"))
    if (!field.labels.length) say(field, "a field without label");
  for (const element of all("a, button")) if (!nameOf(element)) say(element, "nothing to read");
  for (const table of all("table")) {
    if (!table.caption) say(table, "a table without caption");
    for (const head of table.querySelectorAll("th")) if (!head.scope) say(head, "a heading without scope");
    if (!table.querySelector("th")) say(table, "a table without headings");
  }
  for (const landmark of all("nav")) if (!landmark.getAttribute("aria-label")) say(landmark, "a nav without name");
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids)) if (ids.filter((one) => one === id).length > 1) wrong.push(`id ${id} twice`);
  for (const element of all("[aria-labelledby]"))
    if (!document.getElementById(element.getAttribute("aria-labelledby"))) say(element, "labelled by nothing");
  for (const link of all("a[href^='#']"))
    if (!document.getElementById(link.getAttribute("href").slice(1))) say(link, "leads nowhere");

  const channel = (value) => { const s = value / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  for (const element of all("body *")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!hasText || !element.checkVisibility() || element.closest(".govuk-visually-hidden, .govuk-skip-link, option")) continue;
    const [a, b] = [light(numbers(getComputedStyle(element).color)), light(ground(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) say(element, `contrast ${contrast.toFixed(2)}`);
  }
  return wrong;
}
