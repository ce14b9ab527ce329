import { linkedRole, of, passRole, policy, statement } from "./shapes.ts";

const NETWORK = of("ec2", "DescribeSecurityGroups DescribeSubnets DescribeVpcs");

/** Policies for databases and secrets. */
export const databases: Readonly<Record<string, object>> = {
  AmazonDynamoDBFullAccess: policy(
    statement([
      "dynamodb:*",
      "dax:*",
      ...of("application-autoscaling", "DeleteScalingPolicy DeregisterScalableTarget DescribeScalableTargets"),
      ...of("application-autoscaling", "DescribeScalingActivities DescribeScalingPolicies PutScalingPolicy"),
      "application-autoscaling:RegisterScalableTarget",
      ...of("cloudwatch", "DeleteAlarms DescribeAlarmHistory DescribeAlarms DescribeAlarmsForMetric"),
      ...of("cloudwatch", "GetMetricStatistics ListMetrics PutMetricAlarm GetMetricData"),
      ...of("datapipeline", "ActivatePipeline CreatePipeline DeletePipeline DescribeObjects DescribePipelines"),
      ...of("datapipeline", "GetPipelineDefinition ListPipelines PutPipelineDefinition QueryObjects"),
      ...of("ec2", "DescribeVpcs DescribeSubnets DescribeSecurityGroups"),
      ...of("iam", "GetRole ListRoles"),
      ...of("kms", "DescribeKey ListAliases"),
      ...of("sns", "CreateTopic DeleteTopic ListSubscriptions ListSubscriptionsByTopic ListTopics Subscribe"),
      ...of("sns", "Unsubscribe SetTopicAttributes"),
      ...of("lambda", "CreateFunction ListFunctions ListEventSourceMappings CreateEventSourceMapping"),
      ...of("lambda", "DeleteEventSourceMapping GetFunctionConfiguration DeleteFunction"),
      ...of("resource-groups", "ListGroups ListGroupResources GetGroup GetGroupQuery DeleteGroup CreateGroup"),
      "tag:GetResources",
      ...of("kinesis", "ListStreams DescribeStream DescribeStreamSummary"),
    ]),
    statement("cloudwatch:GetInsightRuleReport", "arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*"),
    passRole([
      "application-autoscaling.amazonaws.com",
      "application-autoscaling.amazonaws.com.cn",
      "dax.amazonaws.com",
    ]),
    linkedRole([
      "replication.dynamodb.amazonaws.com",
      "dax.amazonaws.com",
      "dynamodb.application-autoscaling.amazonaws.com",
      "contributorinsights.dynamodb.amazonaws.com",
      "kinesisreplication.dynamodb.amazonaws.com",
    ]),
  ),
  AmazonDynamoDBReadOnlyAccess: policy(
    {
      Sid: "GeneralReadOnlyAccess",
      ...statement([
        ...of("application-autoscaling", "DescribeScalableTargets DescribeScalingActivities DescribeScalingPolicies"),
        ...of("cloudwatch", "DescribeAlarmHistory DescribeAlarms DescribeAlarmsForMetric GetMetricStatistics"),
        ...of("cloudwatch", "ListMetrics GetMetricData"),
        ...of("datapipeline", "DescribeObjects DescribePipelines GetPipelineDefinition ListPipelines QueryObjects"),
        ...of("dynamodb", "BatchGetItem Describe* List* GetItem GetResourcePolicy Query Scan PartiQLSelect"),
        ...of("dax", "Describe* List* GetItem BatchGetItem Query Scan"),
        ...of("ec2", "DescribeVpcs DescribeSubnets DescribeSecurityGroups"),
        ...of("iam", "GetRole ListRoles"),
        ...of("kms", "DescribeKey ListAliases"),
        ...of("sns", "ListSubscriptionsByTopic ListTopics"),
        ...of("lambda", "ListFunctions ListEventSourceMappings GetFunctionConfiguration"),
        ...of("resource-groups", "ListGroups ListGroupResources GetGroup GetGroupQuery"),
        "tag:GetResources",
        ...of("kinesis", "ListStreams DescribeStream DescribeStreamSummary"),
      ]),
    },
    {
      Sid: "CCIAccess",
      ...statement(
        "cloudwatch:GetInsightRuleReport",
        "arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*",
      ),
    },
  ),
  SecretsManagerReadWrite: policy(
    {
      Sid: "BasePermissions",
      ...statement([
        "secretsmanager:*",
        ...of("cloudformation", "CreateChangeSet DescribeChangeSet DescribeStackResource DescribeStacks"),
        "cloudformation:ExecuteChangeSet",
        ...of("docdb-elastic", "GetCluster ListClusters"),
        ...NETWORK,
        ...of("kms", "DescribeKey ListAliases ListKeys"),
        "lambda:ListFunctions",
        ...of("rds", "DescribeDBClusters DescribeDBInstances"),
        "redshift:DescribeClusters",
        ...of("redshift-serverless", "ListWorkgroups GetNamespace"),
        "tag:GetResources",
      ]),
    },
    {
      Sid: "LambdaPermissions",
      ...statement(
        of("lambda", "AddPermission CreateFunction GetFunction InvokeFunction UpdateFunctionConfiguration"),
        "arn:aws:lambda:*:*:function:SecretsManager*",
      ),
    },
    {
      Sid: "SARPermissions",
      ...statement(
        of("serverlessrepo", "CreateCloudFormationChangeSet GetApplication"),
        "arn:aws:serverlessrepo:*:*:applications/SecretsManager*",
      ),
    },
    {
      Sid: "S3Permissions",
      ...statement(
        ["s3:GetObject"],
        ["arn:aws:s3:::awsserverlessrepo-changesets*", "arn:aws:s3:::secrets-manager-rotation-apps-*/*"],
      ),
    },
    {
      Sid: "CloudFormationTagOnCreate",
      ...statement(of("cloudformation", "TagResource UntagResource"), "*", {
        StringEquals: { "cloudformation:CreateAction": ["CreateChangeSet", "ExecuteChangeSet"] },
      }),
    },
  ),
};
