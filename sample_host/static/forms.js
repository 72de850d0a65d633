// Comfort for forms: a warning before unsaved changes are lost, fields that are usable only while another field has a
// certain value, and tabs. Every page works without it.
"use strict";

function values(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

function warnAboutUnsaved(form) {
  const before = values(form);
  const unsaved = "unsaved" in form.dataset;
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (unsaved || values(form) !== before)) event.preventDefault();
  });
}

function current(form, name) {
  const box = form.querySelector(`input[type=checkbox][name="${CSS.escape(name)}"]`);
  return box ? String(box.checked) : new FormData(form).get(name);
}

function enableWhen(form) {
  const dependent = form.querySelectorAll("[data-enable-field]");
  const update = () => dependent.forEach((field) => {
    const usable = current(form, field.dataset.enableField) === field.dataset.enableEquals;
    field.classList.toggle("off", !usable);
    field.querySelectorAll("input, select, textarea").forEach((control) => { control.disabled = !usable; });
  });
  if (dependent.length) {
    form.addEventListener("change", update);
    update();
  }
}

function tabs(box) {
  const sections = [...box.querySelectorAll(".tab")];
  const list = document.createElement("div");
  list.setAttribute("role", "tablist");
  const show = (chosen) => sections.forEach((section, index) => {
    const button = list.children[index];
    const shown = section === chosen;
    section.hidden = !shown;
    button.setAttribute("aria-selected", String(shown));
    button.tabIndex = shown ? 0 : -1;
  });
  sections.forEach((section, index) => {
    const heading = section.querySelector("h2");
    const button = document.createElement("button");
    button.type = "button";
    button.id = `${section.id}-button`;
    button.append(...heading.cloneNode(true).childNodes);
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", section.id);
    button.addEventListener("click", () => show(section));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (index + step + sections.length) % sections.length;
      show(sections[next]);
      list.children[next].focus();
    });
    section.setAttribute("role", "tabpanel");
    section.setAttribute("aria-labelledby", button.id);
    heading.hidden = true;
    list.append(button);
  });
  box.prepend(list);
  box.addEventListener("invalid", (event) => show(event.target.closest(".tab")), true);
  show(sections.find((section) => section.querySelector(".fault")) || sections[0]);
}

document.querySelectorAll("[data-tabs]").forEach(tabs);
document.querySelectorAll("form[data-watch]").forEach((form) => {
  enableWhen(form);
  warnAboutUnsaved(form);
});
