// REST requests and answers against GitHub's OpenAPI description.
"use strict";

// A parameter in this place may hold slashes; an empty path is the root folder.
const LONG = new Set(["path", "basehead", "ref"]);

module.exports = (load, read) => {
  const description = widened(JSON.parse(read("@octokit/openapi/generated/api.github.com.json")));
  const Ajv = load("ajv").default;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, logger: false });
  ajv.addSchema(description, "github");

  const operations = [];
  for (const [template, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (!operation.responses) continue;
      const pattern = template
        .split("/")
        .map((part) => {
          const name = /^\{(.*)\}$/.exec(part)?.[1];
          if (name) return LONG.has(name) ? (name === "path" ? "(.*)" : "(.+)") : "([^/]+)";
          return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\\\{[^/]*?\\\}/g, "[^/]+");
        })
        .join("/");
      const shared = methods.parameters || [];
      operations.push({
        template,
        method: method.toUpperCase(),
        regex: new RegExp(`^${pattern}$`),
        parameters: [...shared, ...(operation.parameters || [])].map(resolved),
        operation,
        // More parts, and among them fewer to fill in, is the better match.
        parts: template.split("/").length,
        places: (template.match(/\{/g) || []).length,
      });
    }
  }
  operations.sort((a, b) => b.parts - a.parts || a.places - b.places);

  function resolved(thing) {
    if (!thing?.$ref) return thing;
    const parts = thing.$ref.replace(/^(github)?#\//, "").split("/");
    return parts.reduce((at, part) => at[part.replace(/~1/g, "/").replace(/~0/g, "~")], description);
  }

  // The content of a body or answer, with a reference that ajv can follow.
  function schemaOf(content, type, place) {
    const media = Object.keys(content || {}).find((key) => key.split(";")[0] === type);
    return media && content[media].schema && [...place, "content", media, "schema"];
  }

  const compiled = new Map();
  function validator(place) {
    const escape = (part) => encodeURIComponent(part.replace(/~/g, "~0").replace(/\//g, "~1"));
    const ref = `github#/${place.map(escape).join("/")}`;
    if (!compiled.has(ref)) compiled.set(ref, ajv.compile({ $ref: ref }));
    return compiled.get(ref);
  }

  const told = (errors) =>
    [...new Set((errors || []).map((e) => `${e.instancePath || "/"} ${e.message}`))].slice(0, 5);

  // Keys that the description doesn't know: most schemas would let them pass.
  function unknownKeys(value, schema, at, found) {
    schema = resolved(schema);
    if (!schema || schema.oneOf || schema.anyOf || schema.allOf) return;
    if (Array.isArray(value)) {
      value.forEach((item, i) => unknownKeys(item, schema.items, `${at}/${i}`, found));
    } else if (value && typeof value === "object" && schema.properties) {
      for (const [key, inner] of Object.entries(value)) {
        if (schema.properties[key]) unknownKeys(inner, schema.properties[key], `${at}/${key}`, found);
        else if (!schema.additionalProperties) found.push(`body has an unknown key ${at}/${key}`);
      }
    }
  }

  function checkRequest(entry, found) {
    const problems = [];
    const known = found.parameters.filter((parameter) => parameter.in === "query");
    for (const [name, value] of Object.entries(entry.query)) {
      const parameter = known.find((one) => one.name === name);
      if (!parameter) {
        problems.push(`has an unknown parameter ${name}`);
        continue;
      }
      const schema = resolved(parameter.schema) || {};
      if (schema.type === "integer" && !/^\d+$/.test(value)) problems.push(`${name} is no number`);
      if (schema.enum && !schema.enum.includes(value)) problems.push(`${name} can't be ${value}`);
    }
    for (const parameter of known.filter((one) => one.required)) {
      if (!(parameter.name in entry.query)) problems.push(`lacks the parameter ${parameter.name}`);
    }
    const body = resolved(found.operation.requestBody);
    const base = ["paths", found.template, found.method.toLowerCase()];
    const place = schemaOf(body?.content, "application/json", [...base, "requestBody"]);
    if (place && entry.body !== null) {
      const validate = validator(place);
      if (!validate(entry.body)) problems.push(...told(validate.errors).map((e) => `body: ${e}`));
      unknownKeys(entry.body, place.reduce((at, part) => at[part], description), "", problems);
    } else if (place && body.required) {
      problems.push("has no body");
    } else if (!place && entry.body !== null) {
      problems.push("has a body that nobody reads");
    }
    return problems;
  }

  function checkAnswer(entry, found) {
    const status = String(entry.status);
    const response = found.operation.responses[status];
    // Errors are described for a few endpoints only.
    if (!response) return entry.status < 300 ? [`answered ${status}, which isn't described`] : [];
    if (entry.answer === null || entry.status >= 300) return [];
    const type = (entry.answer_type || "").split(";")[0];
    const base = ["paths", found.template, found.method.toLowerCase(), "responses", status];
    const place = response.$ref
      ? schemaOf(resolved(response).content, type, response.$ref.split("#/")[1].split("/"))
      : schemaOf(response.content, type, base);
    if (!place) return [];
    const validate = validator(place);
    return validate(entry.answer) ? [] : told(validate.errors).map((e) => `answer: ${e}`);
  }

  return {
    check(entry) {
      const found = operations.find(
        (one) => one.method === entry.method && one.regex.test(entry.path.replace(/^\/repositories\/\d+/, "/repos/o/r")),
      );
      if (!found) {
        return { name: `${entry.method} ${entry.path}`, problems: ["is not in GitHub's API"] };
      }
      const problems = checkRequest(entry, found);
      const answered = entry.status !== null && entry.fault === null;
      if (answered) problems.push(...checkAnswer(entry, found));
      return { name: `${found.method} ${found.template}`, problems, answered };
    },
  };
};

// `nullable` as JSON Schema has it: enumerations and references take null as well.
function widened(value) {
  if (Array.isArray(value)) return value.map(widened);
  if (!value || typeof value !== "object") return value;
  const copy = {};
  for (const [key, inner] of Object.entries(value)) copy[key] = widened(inner);
  // A mistake in the description: an account is a user or an enterprise, not both.
  const titles = (copy.allOf || []).map((one) => one.title);
  if (titles.includes("Simple User") && titles.includes("Enterprise")) {
    copy.anyOf = copy.allOf;
    delete copy.allOf;
  }
  if (copy.nullable === true) {
    if (Array.isArray(copy.enum) && !copy.enum.includes(null)) copy.enum.push(null);
    if (!copy.type) {
      delete copy.nullable;
      return { anyOf: [copy, { type: "null" }] };
    }
  }
  return copy;
}
