/** Where the console shows resources of a type: a path made of what CloudFormation calls the physical id. */
const PAGES: Readonly<Record<string, (id: string) => string>> = {
  "AWS::S3::Bucket": (id) => `/s3/${encodeURIComponent(id)}`,
  "AWS::Lambda::Function": (id) => `/lambda/${encodeURIComponent(id)}`,
  "AWS::ApiGateway::RestApi": (id) => `/apigateway/${encodeURIComponent(id)}`,
  "AWS::ApiGatewayV2::Api": (id) => `/apigateway/${encodeURIComponent(id)}`,
  "AWS::IAM::Role": (id) => `/iam/roles/${encodeURIComponent(id)}`,
  "AWS::IAM::User": (id) => `/iam/users/${encodeURIComponent(id)}`,
  "AWS::Logs::LogGroup": (id) => `/logs/${encodeURIComponent(id)}`,
  "AWS::CloudFormation::Stack": (id) => `/cloudformation/${encodeURIComponent(id)}`,
};

/** The path of the page that shows a resource; nothing where there is none, or no resource yet. */
export function pageOf(type = "", id = ""): string | undefined {
  return id === "" ? undefined : PAGES[type]?.(id);
}
