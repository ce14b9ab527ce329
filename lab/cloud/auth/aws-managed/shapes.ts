// How the documents of AWS's own policies are written here: most statements allow actions on everything.

export const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
export const statement = (Action: string | string[], Resource: string | string[] = "*", Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});
export const allow = (Action: string | string[], Resource?: string | string[]) => policy(statement(Action, Resource));
export const linkedRole = (services: string | string[], Resource = "*", operator = "StringEquals") =>
  statement("iam:CreateServiceLinkedRole", Resource, { [operator]: { "iam:AWSServiceName": services } });
export const passRole = (services: string | string[], operator = "StringLike") =>
  statement("iam:PassRole", "*", { [operator]: { "iam:PassedToService": services } });
/** Several actions of one service. */
export const of = (service: string, actions: string) => actions.split(" ").map((action) => `${service}:${action}`);
