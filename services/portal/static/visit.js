/* Fills in what the phone knows: where it stands, when asked, and when a photograph was taken. All of it can be typed. */
"use strict";
for (const part of document.querySelectorAll(".destek-here")) {
  const button = part.querySelector("button");
  const said = part.querySelector("[role=status]");
  const field = (name) => document.getElementById(button.dataset[name]);
  const fill = ({ coords }) => {
    for (const name of ["latitude", "longitude"]) field(name).value = coords[name].toFixed(6);
    said.textContent = `${field("latitude").value}, ${field("longitude").value}`;
  };
  const fail = () => { said.textContent = said.dataset.failed; };
  if (navigator.geolocation && window.isSecureContext) part.hidden = false;
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(fill, fail, { enableHighAccuracy: true, timeout: 20000 }));
}
const takenAt = document.getElementById("field-photo-taken_at");
for (const field of document.querySelectorAll("input[type=file]")) {
  field.addEventListener("change", () => {
    const times = [...field.files].map((file) => file.lastModified);
    if (takenAt && !takenAt.value && times.length)
      takenAt.value = new Date(Math.min(...times)).toLocaleString("sv-SE", { timeZone: "Europe/Istanbul" }).slice(0, 16).replace(" ", "T");
  });
}
