import { accessOf } from "../../auth/access-table.ts";
import { arnOf, readArn } from "./pipes/names.ts";
import type { PipesState } from "./state.ts";

interface PipesInput {
  readonly Name?: string;
  readonly resourceArn?: string;
  readonly RoleArn?: string;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgepipes.html */
export const access = accessOf<PipesInput, PipesState>({
  prefix: "pipes",
  resource(operation, { Name, resourceArn }, { account, region }) {
    if (resourceArn !== undefined) return resourceArn;
    if (operation === "ListPipes" || Name === undefined) return "*";
    return arnOf({ account, region, name: Name });
  },
  tags(resource, { state }) {
    const { account = "", region = "", name = "" } = readArn(resource) ?? {};
    return state.pipes.get(account, region, name)?.tags;
  },
  tagging: (operation) => (operation === "CreatePipe" ? "TagResource" : undefined),
  passes: (_operation, { RoleArn }) => [RoleArn],
  passedTo: "pipes.amazonaws.com",
});
