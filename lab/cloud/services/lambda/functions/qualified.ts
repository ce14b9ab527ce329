import type { KeyPart } from "../../../store/collection.ts";
import type { LambdaState } from "../state.ts";

/** Removes the settings that hang on a function, or on one alias or version of it. Only inside `store.write`. */
export function forgetQualified(key: readonly KeyPart[], state: LambdaState): void {
  for (const { id } of [...state.urls.values({ under: key })]) state.urlIds.delete(id);
  for (const records of [state.urls, state.eventConfigs, state.provisioned]) {
    for (const [owned] of [...records.entries({ under: key })]) records.delete(...owned);
  }
}
