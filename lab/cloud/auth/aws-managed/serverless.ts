import { allow, linkedRole, of, passRole, policy, statement } from "./shapes.ts";

const LOGS = of("logs", "CreateLogGroup CreateLogStream PutLogEvents");
const TRACES = of(
  "xray",
  "PutTraceSegments PutTelemetryRecords GetSamplingRules GetSamplingTargets GetSamplingStatisticSummaries",
);
const OF_FUNCTIONS = "arn:aws:logs:*:*:log-group:/aws/lambda/*";
const SSM_CHANNELS = of("ssmmessages", "CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel");
const NETWORK = of("ec2", "DescribeSecurityGroups DescribeSubnets DescribeVpcs");
const ROLES_OF_FUNCTIONS = of(
  "iam",
  "GetPolicy GetPolicyVersion GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies ListRoles",
);
const SEEN_BY_FUNCTIONS = [...of("states", "DescribeStateMachine ListStateMachines"), "tag:GetResources"];
const SEEN_TRACES = of("xray", "GetTraceSummaries BatchGetTraces");
const LAMBDA_ROLE = "arn:aws:iam::*:role/aws-service-role/lambda.amazonaws.com/AWSServiceRoleForLambda";
const SSM_ROLE = "arn:aws:iam::*:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM*";
const EVENTS_ROLE = "arn:aws:iam::*:role/aws-service-role/events.amazonaws.com/AWSServiceRoleForCloudWatchEvents*";

/** Policies for functions and what they work with. */
export const serverless: Readonly<Record<string, object>> = {
  AmazonS3FullAccess: allow(["s3:*", "s3-object-lambda:*"]),
  AmazonS3ReadOnlyAccess: allow([...of("s3", "Get* List* Describe*"), ...of("s3-object-lambda", "Get* List*")]),

  AWSLambda_FullAccess: policy(
    statement([
      ...of("cloudformation", "DescribeStacks ListStackResources"),
      ...of("cloudwatch", "ListMetrics GetMetricData"),
      ...NETWORK,
      ...of("kms", "DescribeKey ListAliases"),
      ...ROLES_OF_FUNCTIONS,
      "lambda:*",
      "logs:DescribeLogGroups",
      ...SEEN_BY_FUNCTIONS,
      ...SEEN_TRACES,
    ]),
    passRole("lambda.amazonaws.com", "StringEquals"),
    statement(of("logs", "DescribeLogStreams GetLogEvents FilterLogEvents StartLiveTail StopLiveTail"), OF_FUNCTIONS),
    linkedRole("lambda.amazonaws.com", LAMBDA_ROLE),
  ),
  AWSLambda_ReadOnlyAccess: policy(
    statement([
      ...of("cloudformation", "DescribeStacks ListStacks ListStackResources"),
      ...of("cloudwatch", "GetMetricData ListMetrics"),
      ...NETWORK,
      "kms:ListAliases",
      ...ROLES_OF_FUNCTIONS,
      "logs:DescribeLogGroups",
      ...of("lambda", "Get* List*"),
      ...SEEN_BY_FUNCTIONS,
      ...SEEN_TRACES,
    ]),
    statement(
      [
        ...of("logs", "DescribeLogStreams GetLogEvents FilterLogEvents StartQuery StopQuery DescribeQueries"),
        ...of("logs", "GetLogGroupFields GetLogRecord GetQueryResults"),
      ],
      OF_FUNCTIONS,
    ),
  ),
  AWSLambdaExecute: policy(
    statement(["logs:*"], "arn:aws:logs:*:*:*"),
    statement(of("s3", "GetObject PutObject"), "arn:aws:s3:::*"),
  ),
  "service-role/AWSLambdaRole": allow(["lambda:InvokeFunction"], ["*"]),
  "service-role/AWSLambdaBasicExecutionRole": allow(LOGS),
  "service-role/AWSLambdaBasicDurableExecutionRolePolicy": allow([
    ...LOGS,
    ...of("lambda", "CheckpointDurableExecution GetDurableExecutionState"),
  ]),
  "service-role/AWSLambdaVPCAccessExecutionRole": policy({
    Sid: "AWSLambdaVPCAccessExecutionPermissions",
    ...statement([
      ...LOGS,
      ...of("ec2", "CreateNetworkInterface DescribeNetworkInterfaces DescribeSubnets DeleteNetworkInterface"),
      ...of("ec2", "AssignPrivateIpAddresses UnassignPrivateIpAddresses"),
    ]),
  }),
  "service-role/AWSLambdaSQSQueueExecutionRole": allow([
    ...of("sqs", "ReceiveMessage DeleteMessage GetQueueAttributes"),
    ...LOGS,
  ]),
  "service-role/AWSLambdaDynamoDBExecutionRole": allow([
    ...of("dynamodb", "DescribeStream GetRecords GetShardIterator ListStreams"),
    ...LOGS,
  ]),
  "service-role/AWSLambdaKinesisExecutionRole": allow([
    ...of("kinesis", "DescribeStream DescribeStreamSummary GetRecords GetShardIterator ListShards ListStreams"),
    "kinesis:SubscribeToShard",
    ...LOGS,
  ]),
  "service-role/AWSLambdaMSKExecutionRole": allow([
    ...of("kafka", "DescribeCluster DescribeClusterV2 GetBootstrapBrokers"),
    ...of("ec2", "CreateNetworkInterface DescribeNetworkInterfaces DescribeVpcs DeleteNetworkInterface"),
    ...of("ec2", "DescribeSubnets DescribeSecurityGroups"),
    ...LOGS,
  ]),
  CloudWatchLambdaInsightsExecutionRolePolicy: policy(
    statement("logs:CreateLogGroup"),
    statement(of("logs", "CreateLogStream PutLogEvents"), "arn:aws:logs:*:*:log-group:/aws/lambda-insights:*"),
  ),
  AWSLambdaManagedEC2ResourceOperator: policy(
    statement(
      of("ec2", "RunInstances CreateTags AttachNetworkInterface"),
      ["instance", "network-interface", "volume"].map((kind) => `arn:aws:ec2:*:*:${kind}/*`),
      { StringEquals: { "ec2:ManagedResourceOperator": "scaler.lambda.amazonaws.com" } },
    ),
    statement([
      ...of("ec2", "DescribeAvailabilityZones DescribeCapacityReservations DescribeInstances DescribeInstanceStatus"),
      ...of("ec2", "DescribeInstanceTypeOfferings DescribeInstanceTypes DescribeSecurityGroups DescribeSubnets"),
    ]),
    statement(of("ec2", "RunInstances CreateNetworkInterface"), [
      "arn:aws:ec2:*:*:subnet/*",
      "arn:aws:ec2:*:*:security-group/*",
    ]),
    statement(["ec2:RunInstances"], ["arn:aws:ec2:*:*:image/*"], { StringEquals: { "ec2:Owner": "amazon" } }),
  ),

  AmazonAPIGatewayAdministrator: allow(["apigateway:*"], "arn:aws:apigateway:*::/*"),
  AmazonAPIGatewayInvokeFullAccess: allow(of("execute-api", "Invoke ManageConnections"), "arn:aws:execute-api:*:*:*"),
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs": allow([
    ...LOGS,
    ...of("logs", "DescribeLogGroups DescribeLogStreams GetLogEvents FilterLogEvents"),
  ]),
  "service-role/AWSAppSyncPushToCloudWatchLogs": allow(LOGS),

  AWSCloudFormationFullAccess: allow(["cloudformation:*"]),
  AWSCloudFormationReadOnlyAccess: allow(
    of("cloudformation", "Describe* EstimateTemplateCost Get* List* ValidateTemplate Detect*"),
  ),

  CloudWatchFullAccess: policy(
    statement([
      "autoscaling:Describe*",
      "cloudwatch:*",
      "logs:*",
      "sns:*",
      ...of("iam", "GetPolicy GetPolicyVersion GetRole"),
      "oam:ListSinks",
    ]),
    linkedRole("events.amazonaws.com", EVENTS_ROLE, "StringLike"),
    statement(["oam:ListAttachedLinks"], "arn:aws:oam:*:*:sink/*"),
  ),
  CloudWatchLogsFullAccess: allow(["logs:*", "cloudwatch:GenerateQuery"]),
  CloudWatchLogsReadOnlyAccess: policy({
    Sid: "CloudWatchLogsReadOnlyAccess",
    ...statement([
      ...of("logs", "Describe* Get* List* StartQuery StopQuery TestMetricFilter FilterLogEvents"),
      ...of("logs", "StartLiveTail StopLiveTail"),
      "cloudwatch:GenerateQuery",
    ]),
  }),
  AWSXRayDaemonWriteAccess: allow(TRACES),
  AWSXrayWriteOnlyAccess: allow(TRACES),

  AmazonSSMFullAccess: policy(
    statement([
      "cloudwatch:PutMetricData",
      ...of("ds", "CreateComputer DescribeDirectories"),
      "ec2:DescribeInstanceStatus",
      "logs:*",
      "ssm:*",
      "ec2messages:*",
    ]),
    linkedRole("ssm.amazonaws.com", SSM_ROLE, "StringLike"),
    statement(of("iam", "DeleteServiceLinkedRole GetServiceLinkedRoleDeletionStatus"), SSM_ROLE),
    statement(SSM_CHANNELS),
  ),
  AmazonSSMReadOnlyAccess: allow(of("ssm", "Describe* Get* List*")),
  AmazonSSMManagedInstanceCore: policy(
    statement([
      ...of("ssm", "DescribeAssociation GetDeployablePatchSnapshotForInstance GetDocument DescribeDocument"),
      ...of("ssm", "GetManifest GetParameter GetParameters ListAssociations ListInstanceAssociations PutInventory"),
      ...of("ssm", "PutComplianceItems PutConfigurePackageResult UpdateAssociationStatus"),
      ...of("ssm", "UpdateInstanceAssociationStatus UpdateInstanceInformation"),
    ]),
    statement(SSM_CHANNELS),
    statement(of("ec2messages", "AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendReply")),
  ),

  AmazonSQSFullAccess: allow(["sqs:*"]),
  AmazonSQSReadOnlyAccess: allow(
    of("sqs", "GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues ListQueues ListMessageMoveTasks"),
  ),
  AmazonSNSFullAccess: allow(["sns:*"]),
  AmazonSNSReadOnlyAccess: allow(of("sns", "GetTopicAttributes List*")),
};
