// Icons as paths on a grid of 16, drawn in the colour of the text around them.

const PATHS = {
  alert: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.7v4M8 11v.3",
  arrow: "M2.5 8h11M9.5 4l4 4-4 4",
  back: "M10 3.5 5.5 8l4.5 4.5",
  check: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5 8.2l2.1 2.1L11 6",
  close: "m3.5 3.5 9 9M12.5 3.5l-9 9",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  cross: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
  door: "M2 14h12M4 14V2h8v12M9.5 8v.4",
  down: "M3.5 6 8 10.5 12.5 6",
  download: "M8 2v8.5M4.5 7 8 10.5 11.5 7M2.5 11v3h11v-3",
  duplicate: "M2.5 2.5h8v8h-8zM6 13.5h7.5V6",
  eye: "M1.3 8C4.3 2.7 11.7 2.7 14.7 8 11.7 13.3 4.3 13.3 1.3 8ZM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z",
  forward: "M6 3.5 10.5 8 6 12.5",
  globe: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM1.5 8h13M8 1.5c-4 4-4 9 0 13 4-4 4-9 0-13",
  logout: "M6.5 2.5h-4v11h4M6.5 8h7.5M11 5l3 3-3 3",
  more: "M2.9 8a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0ZM7.7 8a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0ZM12.5 8a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0Z",
  panel: "M4.5 1.5h7v13h-7zM8 4a1.2 1.2 0 1 0 0 2.4A1.2 1.2 0 0 0 8 4ZM6.8 9h2.4M6.8 11.5h2.4",
  pencil: "M10.5 2.5l3 3-8 8-3.5.5.5-3.5Z",
  plus: "M8 2.5v11M2.5 8h11",
  search: "M6.8 2a4.8 4.8 0 1 0 0 9.6A4.8 4.8 0 0 0 6.8 2ZM10.3 10.3l3.7 3.7",
  send: "M14.2 1.8 1.8 6.3l5 2.9 2.9 5ZM6.8 9.2l7.4-7.4",
  server: "M2 2.5h12v4.5H2zM2 9h12v4.5H2zM4.5 4.7h.2M4.5 11.2h.2",
  trash: "M2 4h12M6 4V2h4v2M3.5 4l.7 10h7.6l.7-10M6.5 7v4M9.5 7v4",
  upload: "M8 10.5V2M4.5 5.5 8 2l3.5 3.5M2.5 11v3h11v-3",
  user: "M8 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM2.5 14.5c.5-6 10.5-6 11 0",
  warning: "M8 2 1.5 13.5h13ZM8 6.2v3.6M8 11.6v.2",
};
/** Icons that point along the reading direction. */
const MIRRORED = new Set(["arrow", "back", "forward", "logout"]);
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", MIRRORED.has(name) ? "mirrored" : "");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
