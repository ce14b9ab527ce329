import { listOf, type PolicyDocument } from "../../../auth/policy/document.ts";
import { documentOf } from "../../../auth/policy/parsed.ts";
import { noSuchEntity } from "../errors.ts";
import { checkPolicy } from "../policies/documents.ts";
import type { Iam } from "../state.ts";

// Which keys of a request policies ask for, in conditions and in variables: what a simulation wants to be told.

export const getContextKeysForCustomPolicy: Iam["GetContextKeysForCustomPolicy"] = ({ PolicyInputList }) =>
  answer(PolicyInputList.map((text) => JSON.parse(checkPolicy(text)) as PolicyDocument));

export const getContextKeysForPrincipalPolicy: Iam["GetContextKeysForPrincipalPolicy"] = (input, { cloud }) => {
  const { PolicySourceArn, PolicyInputList = [] } = input;
  const own = cloud.identities.policiesOfArn(PolicySourceArn);
  if (!own) throw noSuchEntity(`${PolicySourceArn} is not attached to a principal`);
  return answer([
    ...(own.identity ?? []).map(({ document }) => document),
    ...PolicyInputList.map((text) => documentOf(checkPolicy(text))),
  ]);
};

function answer(documents: readonly PolicyDocument[]) {
  const keys = new Map<string, string>();
  for (const key of documents.flatMap(keysOf)) if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key);
  return { ContextKeyNames: [...keys.values()] };
}

function keysOf({ Statement }: PolicyDocument): string[] {
  return listOf(Statement).flatMap(({ Resource, NotResource, Condition = {} }) => {
    const values = Object.values(Condition).flatMap((keys) => Object.values(keys).flatMap((one) => listOf(one)));
    const texts = [...listOf(Resource), ...listOf(NotResource), ...values.map(String)];
    return [...Object.values(Condition).flatMap(Object.keys), ...texts.flatMap(variablesIn)];
  });
}

/** `${aws:username}` and `${aws:username, 'nobody'}` ask for a key; `${*}` stands for a star. */
function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{([^{}]*)\}/g)]
    .map(([, inside = ""]) => /[^,\s]+/.exec(inside)?.[0] ?? "")
    .filter((key) => key !== "" && !/^[*?$]$/.test(key));
}
