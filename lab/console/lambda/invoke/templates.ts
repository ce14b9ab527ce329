/** An event to begin with. */
export interface Template {
  readonly id: string;
  readonly title: string;
  readonly event: unknown;
}

const BODY = JSON.stringify({ title: "Sunset" });

/** Events as the services send them, with the members that handlers read most. */
export const templates: readonly Template[] = [
  { id: "hello", title: "Hello", event: { message: "Hello from the console" } },
  {
    // https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html
    id: "api-gateway",
    title: "API Gateway proxy",
    event: {
      version: "1.0",
      resource: "/{proxy+}",
      path: "/",
      httpMethod: "GET",
      headers: { accept: "*/*", host: "api.example.com", "x-forwarded-for": "127.0.0.1" },
      multiValueHeaders: { accept: ["*/*"], host: ["api.example.com"], "x-forwarded-for": ["127.0.0.1"] },
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: { proxy: "" },
      stageVariables: null,
      requestContext: {
        accountId: "000000000000",
        apiId: "console",
        domainName: "api.example.com",
        httpMethod: "GET",
        identity: { sourceIp: "127.0.0.1", userAgent: "console" },
        path: "/prod/",
        protocol: "HTTP/1.1",
        requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        resourceId: "console",
        resourcePath: "/{proxy+}",
        stage: "prod",
      },
      body: null,
      isBase64Encoded: false,
    },
  },
  {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    id: "s3-put",
    title: "S3 put",
    event: {
      Records: [
        {
          eventVersion: "2.1",
          eventSource: "aws:s3",
          awsRegion: "us-east-1",
          eventTime: "2026-01-01T00:00:00.000Z",
          eventName: "ObjectCreated:Put",
          userIdentity: { principalId: "EXAMPLE" },
          requestParameters: { sourceIPAddress: "127.0.0.1" },
          responseElements: { "x-amz-request-id": "EXAMPLE123456789", "x-amz-id-2": "EXAMPLE" },
          s3: {
            s3SchemaVersion: "1.0",
            configurationId: "console",
            bucket: { name: "photos", ownerIdentity: { principalId: "EXAMPLE" }, arn: "arn:aws:s3:::photos" },
            object: {
              key: "sunset.jpg",
              size: 1024,
              eTag: "0123456789abcdef0123456789abcdef",
              sequencer: "0A1B2C3D4E5F678901",
            },
          },
        },
      ],
    },
  },
  {
    // https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
    id: "sqs",
    title: "SQS",
    event: {
      Records: [
        {
          messageId: "19dd0b57-b21e-4ac1-bd88-01bbb068cb78",
          receiptHandle: "MessageReceiptHandle",
          body: BODY,
          attributes: {
            ApproximateReceiveCount: "1",
            SentTimestamp: "1767225600000",
            SenderId: "000000000000",
            ApproximateFirstReceiveTimestamp: "1767225600001",
          },
          messageAttributes: {},
          md5OfBody: "7d61c8b3ac4be4f9b0f5ce0c9f7fdd01",
          eventSource: "aws:sqs",
          eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:jobs",
          awsRegion: "us-east-1",
        },
      ],
    },
  },
  {
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
    id: "scheduled",
    title: "Scheduled",
    event: {
      version: "0",
      id: "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: "000000000000",
      time: "2026-01-01T00:00:00Z",
      region: "us-east-1",
      resources: ["arn:aws:events:us-east-1:000000000000:rule/nightly"],
      detail: {},
    },
  },
];
