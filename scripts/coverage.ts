import type { Service } from "../lab/cloud/service.ts";
import { services } from "../lab/cloud/services/index.ts";
import { modelOf } from "../lab/cloud/wire/model.ts";

// npm run coverage: what the embedded cloud implements, read from the services' own tables. Everything else answers
// NotImplemented, by name.
console.log("| service | operations | CloudFormation types |\n|---|---|---|");
for (const [name, { sdk, load }] of Object.entries(services)) {
  const definition = (await load()).service as unknown as Service;
  const total = modelOf(await sdk()).operations.size;
  const types = Object.keys((await definition.resources?.()) ?? {}).sort();
  console.log(`| ${name} | ${Object.keys(definition.operations).length} of ${total} | ${types.join(", ")} |`);
}
