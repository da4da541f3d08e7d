// Prints what the published packages say, in the form of our data tables: one JSON object, by the
// table's path below crates/cardbot-core/data. `cargo xtask refresh` compares it with ours, which it
// hands in on standard input. `null` stands for a field that is not there; what a table has besides
// (our own remarks) is left as it is.
//
//   node tables.mjs FOLDER        FOLDER holds tasks/, languages/, hub/ and codecarbon/, unpacked

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = path.resolve(process.argv[2]);
const at = (...parts) => path.join(folder, ...parts);
const read = (...parts) => fs.readFileSync(at(...parts), "utf8").replace(/^\uFEFF/, "");
const json = (...parts) => JSON.parse(read(...parts));
const load = (...parts) => import(pathToFileURL(at(...parts)).href);
const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

const tasks = await load("tasks", "dist", "esm", "index.js");
const languages = await load("languages", "dist", "index.mjs");
const version = (name) => `npm @huggingface/${name} ${json(name, "package.json").version}`;

function languageTable() {
  const names = (list) => Object.fromEntries(Object.values(list).map((row) => [row.code, row.name]));
  return {
    source: version("languages"),
    iso639_1: names(languages.LANGUAGES_ISO_639_1),
    iso639_3: names(languages.LANGUAGES_ISO_639_3),
  };
}

function libraryTable() {
  const rows = Object.entries(tasks.MODEL_LIBRARIES_UI_ELEMENTS).map(([key, row]) => ({
    key,
    name: row.prettyLabel,
    in_filter: row.filter || null,
    hf_inference_tasks: tasks.LIBRARY_TASK_MAPPING[key] ?? null,
  }));
  return { source: version("tasks"), libraries: rows.sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

function taskTable() {
  const rows = Object.entries(tasks.PIPELINE_DATA).map(([tag, row]) => ({
    tag,
    name: row.name,
    modality: row.modality,
    subtasks: row.subtasks?.length ? row.subtasks.map((subtask) => subtask.type) : null,
  }));
  return { source: version("tasks"), pipeline_tags: rows };
}

function defaultInputTable() {
  const rows = [...tasks.MAPPING_DEFAULT_WIDGET].map(([id, inputs]) => [id, [...inputs.keys()].sort()]);
  return { source: `${version("tasks")}, MAPPING_DEFAULT_WIDGET`, languages: sorted(Object.fromEntries(rows)) };
}

function deviceTable() {
  const words = { "Apple Silicon": "soc" };
  const rows = [];
  for (const [kind, makers] of Object.entries(tasks.SKUS)) {
    for (const devices of Object.values(makers)) {
      for (const [name, row] of Object.entries(devices)) {
        if (row.power) rows.push({ name, kind: words[kind] ?? kind.toLowerCase(), watts: row.power });
      }
    }
  }
  return { source: `${version("tasks")}, SKUS.power`, devices: rows };
}

// --- parameters: which there are, and of what type --------------------------------------------

const common = json("tasks", "src", "tasks", "common-definitions.json");

function resolve(schema, own) {
  if (!schema.$ref) return schema;
  const [file, place] = schema.$ref.split("#");
  let found = file ? common : own;
  for (const part of place.split("/").filter(Boolean)) found = found?.[part];
  return { ...resolve(found ?? {}, file ? common : own), ...schema, $ref: undefined };
}

// Our table says more of lists and of alternatives than a word can: only plain types are compared.
const PLAIN = ["boolean", "integer", "number", "string", "object"];

function parameterTable(ours) {
  const rows = {};
  for (const task of Object.keys(ours.tasks)) {
    const file = ["tasks", "src", "tasks", task, "spec", "input.json"];
    if (!fs.existsSync(at(...file))) continue;
    const own = json(...file);
    // Two tasks take theirs beside the input instead of in a block of their own.
    const { inputs, messages, parameters, ...beside } = own.properties ?? {};
    const properties = parameters ? resolve(parameters, own).properties : beside;
    rows[task] = Object.entries(properties ?? {}).map(([name, schema]) => {
      const { type, enum: values } = resolve(schema, own);
      return { name, ...(PLAIN.includes(type) ? { type } : {}), ...(values ? { enum: values } : {}) };
    });
  }
  const card = read("hub", "src", "types", "api", "api-model.ts");
  const block = /interface ApiModelMetadata \{[\s\S]*?inference\?:[\s\S]*?parameters\?: \{([\s\S]*?)\}/.exec(card)?.[1] ?? "";
  const card_type = Object.fromEntries([...block.matchAll(/(\w+)\?: (\w+)/g)].map((found) => [found[1], found[2]]));
  const source = `${version("tasks")} src/tasks/*/spec/input.json and common-definitions.json; ${version("hub")} src/types/api/api-model.ts`;
  return { source, card_type, tasks: rows };
}

// --- emissions ---------------------------------------------------------------------------------

const mixes = (...parts) => json("codecarbon", "codecarbon", "data", "private_infra", ...parts);
const codecarbon = () => {
  const info = fs.readdirSync(at("codecarbon")).find((name) => name.endsWith(".dist-info"));
  return `PyPI codecarbon ${/-(.*)\.dist-info/.exec(info)[1]}`;
};
const newest = () => fs.readdirSync(at("codecarbon", "codecarbon", "data", "private_infra")).filter((name) => /^\d+$/.test(name)).sort().at(-1);
const tenth = (number) => Math.round(number * 10) / 10;

function gridTable(ours) {
  const perSource = mixes("carbon_intensity_per_source.json");
  const sources = Object.fromEntries(Object.keys(ours.sources).map((name) => [name, perSource[name]]));
  const countries = Object.values(mixes("global_energy_mix.json"))
    .map((row) => ({ iso3: row.iso_code, name: row.country_name, g_per_kwh: row.carbon_intensity, year: row.year }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  // Pounds a megawatt hour.
  const states = Object.entries(mixes(newest(), "usa_emissions.json")).filter(([name]) => !name.startsWith("_") && name !== "usa");
  const us_states = Object.fromEntries(states.map(([name, row]) => [name, tenth(row.emissions * 0.45359237)]));
  const words = { naturalGas: "natural_gas", hydro: "hydroelectricity" };
  const share = ({ total, ...mix }) =>
    Object.entries(mix).reduce((sum, [name, part]) => sum + (part / total) * (perSource[words[name] ?? name] ?? 0), 0);
  const provinces = Object.entries(mixes(newest(), "canada_energy_mix.json")).filter(([name]) => !name.startsWith("_"));
  const canada = Object.fromEntries(provinces.map(([name, mix]) => [name, tenth(share(mix))]));
  const coded = (table) =>
    Object.entries(table.data).map(([code, row]) => ({
      code, g_per_kwh: row.emission_factor, name: row.description, year: row.year,
    }));
  return {
    source: `${codecarbon()} data/private_infra (MIT)`,
    world: perSource.world_average,
    sources, countries, us_states, canada,
    china: coded(mixes(newest(), "china_provincial_emissions.json")),
    nordic: coded(mixes("nordic_emissions.json")),
  };
}

function regionTable() {
  // No field of the file holds a comma in quotes before the columns that count.
  const [head, ...lines] = read("codecarbon", "codecarbon", "data", "cloud", "impact.csv").trim().split(/\r?\n/);
  const columns = head.split(",");
  const regions = lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [columns[i], value])))
    .filter((row) => row.provider === "gcp")
    .map((row) => ({
      provider: row.provider, region: row.region, country: row.countryIsoCode, city: row.city, g_per_kwh: Number(row.impact),
    }));
  return { source: `${codecarbon()} data/cloud/impact.csv (MIT)`, regions };
}

const ours = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify({
  date: new Date().toISOString().slice(0, 10),
  tables: {
    "codecarbon/grids.json": gridTable(ours["codecarbon/grids.json"]),
    "codecarbon/regions.json": regionTable(),
    "hub/default-inputs.json": defaultInputTable(),
    "hub/devices.json": deviceTable(),
    "hub/inference-parameters.json": parameterTable(ours["hub/inference-parameters.json"]),
    "hub/languages.json": languageTable(),
    "hub/libraries.json": libraryTable(),
    "hub/pipeline-tags.json": taskTable(),
  },
}));
