import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { services } from "../lab/cloud/services/index.ts";
import { modelOf, type ServiceModel } from "../lab/cloud/wire/model.ts";
import type * as Skylab from "../lab/cloud/index.ts";
import { packageFolder } from "../lab/package.ts";

describe("The build", function () {
  this.timeout(60_000);
  let cloud: Skylab.RunningCloud;

  before(async () => {
    const { startCloud }: typeof Skylab = await import(pathToFileURL(join(packageFolder, "dist/lab/cloud/index.js")).href);
    cloud = await startCloud({ port: 0 });
  });
  after(() => cloud.close());

  for (const name of Object.keys(services) as (keyof typeof services)[]) {
    it(`knows of ${name} what its SDK client knows`, async () => {
      const built = (await cloud.cloud.service(name)).model;
      expect(factsOf(built)).to.deep.equal(factsOf(modelOf(await services[name].sdk())));
    });
  }

  /** All of a model that can be compared: not its functions. */
  function factsOf({ operations, routes: _, errors, ...settings }: ServiceModel) {
    return {
      ...settings,
      errors: [...errors.keys()].sort(),
      operations: [...operations.values()]
        .map(({ name, http, streams }) => JSON.stringify({ name, http, streams }))
        .sort(),
    };
  }
});
