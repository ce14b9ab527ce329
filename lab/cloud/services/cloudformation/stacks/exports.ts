import { reachable } from "../engine/addresses.ts";
import { exportsOf, importersOf } from "../engine/exports.ts";
import { validationError } from "../errors.ts";
import type { CloudFormation } from "../state.ts";
import { pageOf } from "./pages.ts";

export const listExports: CloudFormation["ListExports"] = ({ NextToken: token }, context) => {
  const { state, account, region, cloud } = context;
  const { items, NextToken } = pageOf(exportsOf(state, account, region), token);
  const Exports = items.map(({ name, value, stack }) => ({
    ExportingStackId: stack.id,
    Name: name,
    Value: reachable(value, cloud.endpoint),
  }));
  return { Exports, NextToken };
};

export const listImports: CloudFormation["ListImports"] = ({ ExportName, NextToken: token }, context) => {
  const { state, account, region } = context;
  const importers = importersOf(state, account, region, ExportName).map(({ name }) => name);
  if (importers.length === 0) throw validationError(`Export '${ExportName}' is not imported by any stack.`);
  const { items, NextToken } = pageOf(importers, token);
  return { Imports: items, NextToken };
};
