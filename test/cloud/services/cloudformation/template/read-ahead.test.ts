import { CloudFormationClient, ValidateTemplateCommand } from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

describe("A large template in YAML", () => {
  const lab = useCloud();
  const lines = Array.from({ length: 20_000 }, (_, i) => `  Key${i}: "value number ${i}"`);
  const template = `Description: large\nResources:\n  A: {Type: AWS::SNS::Topic}\nMetadata:\n${lines.join("\n")}\n`;
  const upload = async (Body: string) => {
    const s3 = lab.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: "templates" })).catch(() => undefined);
    await s3.send(new PutObjectCommand({ Bucket: "templates", Key: "large.yaml", Body }));
    return `${lab.endpoint}/templates/large.yaml`;
  };
  const validate = (TemplateURL: string) =>
    lab.client(CloudFormationClient).send(new ValidateTemplateCommand({ TemplateURL }));

  it("is read while other requests are answered", async () => {
    const validating = validate(await upload(template));
    let over = false;
    validating.finally(() => {
      over = true;
    });
    let answered = 0;
    for (; !over; answered++) await lab.client(S3Client).send(new ListBucketsCommand());
    expect((await validating).Description).to.equal("large");
    expect(answered).to.be.greaterThan(10);
  });

  it("is refused in the same words as a small one", async () => {
    const { name, message } = await failure(validate(await upload(`${template}  - not: [here`)));
    expect([name, message]).to.deep.equal([
      "ValidationError",
      "Template format error: YAML not well-formed. (line 20005, column 1)",
    ]);
  });
});
