import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Tabs from "@cloudscape-design/components/tabs";
import { type Place, signedIn, usePlace } from "../cloud/place.ts";
import { currentSession } from "../cloud/session.ts";
import { Code } from "../parts/code.tsx";

/** How tools are pointed at this cloud, ready to be copied. */
export function Connect() {
  const place = usePlace();
  if (!place.isLab) return null;
  return (
    <Container header={<Header description="Any AWS tool works with this cloud.">Point your tools at it</Header>}>
      <Tabs
        tabs={Object.entries(WAYS).map(([label, text]) => ({
          id: label,
          label,
          content: <Code label={label} text={text(place)} />,
        }))}
      />
    </Container>
  );
}

/** Where one had to sign in, the key is that; its secret stays where it is. */
const keyOf = (place: Place) =>
  signedIn(place) ? currentSession()?.accessKeyId : place.account === "000000000000" ? "test" : place.account;
const secretOf = (place: Place) => (signedIn(place) ? "YOUR_SECRET" : "test");

/** What is to be written where, by the tool. */
const WAYS: Readonly<Record<string, (place: Place) => string>> = {
  Shell: (place) =>
    [
      `export AWS_ENDPOINT_URL=${place.endpoint}`,
      `export AWS_ACCESS_KEY_ID=${keyOf(place)} AWS_SECRET_ACCESS_KEY=${secretOf(place)}`,
      `export AWS_REGION=${place.region} AWS_DEFAULT_REGION=${place.region}`,
    ].join("\n"),
  "AWS CLI": (place) =>
    [
      "# ~/.aws/config; then: aws --profile skylab s3 ls",
      "[profile skylab]",
      `endpoint_url = ${place.endpoint}`,
      `region = ${place.region}`,
      "",
      "# ~/.aws/credentials",
      "[skylab]",
      `aws_access_key_id = ${keyOf(place)}`,
      `aws_secret_access_key = ${secretOf(place)}`,
    ].join("\n"),
  "AWS CDK": (place) =>
    [
      `export AWS_ENDPOINT_URL=${place.endpoint} AWS_ENDPOINT_URL_S3=${place.endpoint}`,
      `export AWS_ACCESS_KEY_ID=${keyOf(place)} AWS_SECRET_ACCESS_KEY=${secretOf(place)}`,
      "npx cdklocal bootstrap",
      "npx cdklocal deploy",
    ].join("\n"),
  JavaScript: (place) =>
    [
      'import { S3Client } from "@aws-sdk/client-s3";',
      "",
      "const s3 = new S3Client({",
      `  endpoint: "${place.endpoint}",`,
      `  region: "${place.region}",`,
      "  forcePathStyle: true,",
      `  credentials: { accessKeyId: "${keyOf(place)}", secretAccessKey: "${secretOf(place)}" },`,
      "});",
    ].join("\n"),
  Python: (place) =>
    [
      "import boto3",
      "",
      "s3 = boto3.client(",
      '    "s3",',
      `    endpoint_url="${place.endpoint}",`,
      `    region_name="${place.region}",`,
      `    aws_access_key_id="${keyOf(place)}",`,
      `    aws_secret_access_key="${secretOf(place)}",`,
      ")",
    ].join("\n"),
};
