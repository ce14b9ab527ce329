import { coverageOf } from "../lab/cloud/service/coverage.ts";
import type { Service } from "../lab/cloud/service/service.ts";
import { services } from "../lab/cloud/services/index.ts";
import { modelOf } from "../lab/cloud/wire/model.ts";

// npm run coverage: what the embedded cloud implements, read from the services' own tables. Everything else answers
// NotImplemented, by name. What is stored has no effect: it is accepted and given back.
console.log("| service | operations | stored, no effect | CloudFormation types |\n|---|---|---|---|");
for (const [name, { sdk, load }] of Object.entries(services)) {
  const definition = (await load()).service as unknown as Service;
  const total = modelOf(await sdk()).operations.size;
  const types = Object.keys((await definition.resources?.()) ?? {}).sort();
  const { operations, stored, storedSettings } = coverageOf(definition);
  const noEffect = [...stored, ...storedSettings].join(", ");
  console.log(`| ${name} | ${operations} of ${total} | ${noEffect} | ${types.join(", ")} |`);
}
