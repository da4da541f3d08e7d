// Reads JSON lines {id, yaml} and answers JSON lines {id, ok, value | error}.
//
// The YAML is loaded with js-yaml's `load` and its default schema, which is
// how the Hub reads a card. `CARDBOT_NODE_MODULES` may name the folder that
// holds js-yaml; without it Node looks in its usual places.

"use strict";

const path = require("path");
const readline = require("readline");

const folder = process.env.CARDBOT_NODE_MODULES;
const yaml = require(folder ? path.resolve(folder, "js-yaml") : "js-yaml");

// Aliases can make a small text into a huge value: refuse to write it out.
const MOST_NODES = 2_000_000;

function number(value) {
  return Number.isFinite(value) ? value : { $num: String(value) };
}

function plain(value, state) {
  state.nodes += 1;
  if (state.nodes > MOST_NODES) throw new Error("value too large");
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return number(value);
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object") return value;
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof Uint8Array) return { $binary: Buffer.from(value).toString("base64") };
  if (state.open.has(value)) throw new Error("value contains itself");
  state.open.add(value);
  const result = Array.isArray(value) ? value.map((item) => plain(item, state)) : plainMap(value, state);
  state.open.delete(value);
  return result;
}

function plainMap(value, state) {
  const result = Object.create(null);
  for (const key of Object.keys(value)) result[key] = plain(value[key], state);
  return result;
}

function answer({ id, yaml: text }) {
  try {
    const value = plain(yaml.load(text), { nodes: 0, open: new Set() });
    return JSON.stringify({ id, ok: true, value });
  } catch (error) {
    const line = error.mark ? error.mark.line : null;
    return JSON.stringify({ id, ok: false, error: String(error.reason || error.message), line });
  }
}

readline
  .createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on("line", (line) => process.stdout.write(answer(JSON.parse(line)) + "\n"));
