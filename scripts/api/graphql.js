// GraphQL requests and answers against GitHub's schema.
"use strict";

module.exports = (load, read) => {
  const graphql = load("graphql");
  const schema = graphql.buildSchema(read("@octokit/graphql-schema/schema.graphql"), {
    assumeValid: true,
  });

  // What an answer says, against the types of the fields that were asked for.
  function misfits(data, type, selections, context, at, problems) {
    if (data === null || data === undefined) return;
    for (const selection of selections) {
      if (selection.kind === "InlineFragment" || selection.kind === "FragmentSpread") {
        const fragment =
          selection.kind === "FragmentSpread" ? context.fragments[selection.name.value] : selection;
        const condition = fragment.typeCondition?.name.value;
        const inner = condition ? schema.getType(condition) : type;
        // Whether it applies shows in the answer: its fields are there.
        misfits(data, inner, fragment.selectionSet.selections, context, at, problems);
        continue;
      }
      const key = selection.alias?.value || selection.name.value;
      const field = type.getFields?.()[selection.name.value];
      if (!field || !(key in data)) continue;
      fits(data[key], field.type, selection, context, `${at}/${key}`, problems);
    }
  }

  function fits(value, type, selection, context, at, problems) {
    if (graphql.isNonNullType(type)) {
      if (value === null && !context.failed) problems.push(`answer: ${at} is null`);
      return fits(value, type.ofType, selection, context, at, problems);
    }
    if (value === null) return;
    if (graphql.isListType(type)) {
      if (!Array.isArray(value)) problems.push(`answer: ${at} is no list`);
      else value.forEach((item) => fits(item, type.ofType, selection, context, `${at}/*`, problems));
      return;
    }
    if (graphql.isLeafType(type)) {
      try {
        type.parseValue(value);
      } catch (error) {
        problems.push(`answer: ${at}: ${error.message}`);
      }
      return;
    }
    misfits(value, type, selection.selectionSet?.selections || [], context, at, problems);
  }

  function check(entry) {
    const { query, variables } = entry.body || {};
    if (typeof query !== "string") return { name: "GraphQL", problems: ["has no query"] };
    let document;
    try {
      document = graphql.parse(query);
    } catch (error) {
      return { name: "GraphQL", problems: [error.message] };
    }
    const operations = document.definitions.filter((one) => one.kind === "OperationDefinition");
    const operation = operations[0];
    const fields = operation.selectionSet.selections.map((one) => one.name?.value);
    const named = operation.name?.value || [...new Set(fields)].sort().join("+");
    const name = `GraphQL ${operation.operation} ${named}`;
    const problems = graphql.validate(schema, document).map((error) => error.message);
    const definitions = operation.variableDefinitions || [];
    const taken = graphql.getVariableValues(schema, definitions, variables || {});
    problems.push(...(taken.errors || []).map((error) => error.message));
    const known = new Set(definitions.map((one) => one.variable.name.value));
    for (const given of Object.keys(variables || {})) {
      if (!known.has(given)) problems.push(`the variable ${given} is not defined`);
    }
    const answered = entry.fault === null && entry.status === 200 && !!entry.answer?.data;
    if (answered && problems.length === 0) {
      const fragments = {};
      for (const one of document.definitions) {
        if (one.kind === "FragmentDefinition") fragments[one.name.value] = one;
      }
      const root = schema.getRootType(operation.operation);
      const context = { fragments, failed: !!entry.answer.errors };
      misfits(entry.answer.data, root, operation.selectionSet.selections, context, "", problems);
    }
    return { name, problems: [...new Set(problems)], answered };
  }

  return { check };
};
