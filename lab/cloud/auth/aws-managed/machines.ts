import { allow, linkedRole, of, passRole, policy, statement } from "./shapes.ts";

const PULL = of("ecr", "GetAuthorizationToken BatchCheckLayerAvailability GetDownloadUrlForLayer BatchGetImage");
const REPOSITORIES = [
  ...of("ecr", "GetAuthorizationToken BatchCheckLayerAvailability GetDownloadUrlForLayer GetRepositoryPolicy"),
  ...of("ecr", "DescribeRepositories ListImages DescribeImages BatchGetImage GetLifecyclePolicy"),
  ...of("ecr", "GetLifecyclePolicyPreview ListTagsForResource DescribeImageScanFindings"),
];

/** Policies for machines, containers and who deploys to them. */
export const machines: Readonly<Record<string, object>> = {
  AmazonEC2FullAccess: policy(
    statement("ec2:*"),
    statement("elasticloadbalancing:*"),
    statement("cloudwatch:*"),
    statement("autoscaling:*"),
    linkedRole(
      ["autoscaling", "ec2scheduled", "elasticloadbalancing", "spot", "spotfleet", "transitgateway"].map(
        (service) => `${service}.amazonaws.com`,
      ),
    ),
  ),
  AmazonEC2ReadOnlyAccess: policy(
    { Sid: "EC2", ...statement(of("ec2", "Describe* Get*")) },
    { Sid: "ELB", ...statement("elasticloadbalancing:Describe*") },
    { Sid: "Cloudwatch", ...statement(of("cloudwatch", "ListMetrics GetMetricStatistics Describe*")) },
    { Sid: "Autoscaling", ...statement("autoscaling:Describe*") },
  ),

  AmazonEC2ContainerRegistryFullAccess: policy(
    statement(["ecr:*", "cloudtrail:LookupEvents"]),
    linkedRole(["replication.ecr.amazonaws.com"]),
  ),
  AmazonEC2ContainerRegistryPowerUser: allow([
    ...REPOSITORIES,
    ...of("ecr", "InitiateLayerUpload UploadLayerPart CompleteLayerUpload PutImage"),
  ]),
  AmazonEC2ContainerRegistryReadOnly: allow(REPOSITORIES),
  AmazonEC2ContainerRegistryPullOnly: allow(
    of("ecr", "GetAuthorizationToken BatchGetImage GetDownloadUrlForLayer BatchImportUpstreamImage"),
  ),
  AmazonElasticContainerRegistryPublicReadOnly: allow([
    "ecr-public:GetAuthorizationToken",
    "sts:GetServiceBearerToken",
    ...of("ecr-public", "BatchCheckLayerAvailability GetRepositoryPolicy DescribeRepositories DescribeRegistries"),
    ...of("ecr-public", "DescribeImages DescribeImageTags GetRepositoryCatalogData GetRegistryCatalogData"),
  ]),
  "service-role/AmazonECSTaskExecutionRolePolicy": allow([...PULL, ...of("logs", "CreateLogStream PutLogEvents")]),
  "service-role/AmazonEC2ContainerServiceforEC2Role": policy(
    statement([
      "ec2:DescribeTags",
      ...of("ecs", "CreateCluster DeregisterContainerInstance DiscoverPollEndpoint Poll RegisterContainerInstance"),
      ...of("ecs", "StartTelemetrySession UpdateContainerInstancesState Submit*"),
      ...PULL,
      ...of("logs", "CreateLogStream PutLogEvents"),
    ]),
    statement("ecs:TagResource", "*", {
      StringEquals: { "ecs:CreateAction": ["CreateCluster", "RegisterContainerInstance"] },
    }),
  ),

  AmazonEKSWorkerNodePolicy: policy({
    Sid: "WorkerNodePermissions",
    ...statement([
      ...of("ec2", "DescribeInstances DescribeInstanceTypes DescribeRouteTables DescribeSecurityGroups"),
      ...of("ec2", "DescribeSubnets DescribeVolumes DescribeVolumesModifications DescribeVpcs"),
      "eks:DescribeCluster",
      "eks-auth:AssumeRoleForPodIdentity",
    ]),
  }),
  AmazonEKS_CNI_Policy: policy(
    {
      Sid: "AmazonEKSCNIPolicy",
      ...statement([
        ...of("ec2", "AssignPrivateIpAddresses AttachNetworkInterface CreateNetworkInterface DeleteNetworkInterface"),
        ...of("ec2", "DescribeInstances DescribeTags DescribeNetworkInterfaces DescribeInstanceTypes DescribeSubnets"),
        ...of("ec2", "DetachNetworkInterface ModifyNetworkInterfaceAttribute UnassignPrivateIpAddresses"),
      ]),
    },
    {
      Sid: "AmazonEKSCNIPolicyENITag",
      ...statement(["ec2:CreateTags"], ["arn:aws:ec2:*:*:network-interface/*"]),
    },
  ),
  AmazonEKSFargatePodExecutionRolePolicy: allow(PULL),
  AmazonEKSClusterPolicy: policy(
    {
      Sid: "AmazonEKSClusterPolicy",
      ...statement([
        ...of("autoscaling", "DescribeAutoScalingGroups UpdateAutoScalingGroup"),
        ...of("ec2", "AttachVolume AuthorizeSecurityGroupIngress CreateRoute CreateSecurityGroup CreateTags"),
        ...of("ec2", "CreateVolume DeleteRoute DeleteSecurityGroup DeleteVolume DescribeInstances"),
        ...of("ec2", "DescribeRouteTables DescribeSecurityGroups DescribeSubnets DescribeVolumes"),
        ...of("ec2", "DescribeVolumesModifications DescribeVpcs DescribeDhcpOptions DescribeNetworkInterfaces"),
        ...of("ec2", "DescribeAvailabilityZones DetachVolume ModifyInstanceAttribute ModifyVolume"),
        ...of("ec2", "RevokeSecurityGroupIngress DescribeAccountAttributes DescribeAddresses"),
        ...of("ec2", "DescribeInternetGateways DescribeInstanceTopology"),
        ...of("elasticloadbalancing", "AddTags ApplySecurityGroupsToLoadBalancer AttachLoadBalancerToSubnets"),
        ...of("elasticloadbalancing", "ConfigureHealthCheck CreateListener CreateLoadBalancer"),
        ...of("elasticloadbalancing", "CreateLoadBalancerListeners CreateLoadBalancerPolicy CreateTargetGroup"),
        ...of("elasticloadbalancing", "DeleteListener DeleteLoadBalancer DeleteLoadBalancerListeners"),
        ...of("elasticloadbalancing", "DeleteTargetGroup DeregisterInstancesFromLoadBalancer DeregisterTargets"),
        ...of("elasticloadbalancing", "DescribeListeners DescribeLoadBalancerAttributes"),
        ...of("elasticloadbalancing", "DescribeLoadBalancerPolicies DescribeLoadBalancers"),
        ...of("elasticloadbalancing", "DescribeTargetGroupAttributes DescribeTargetGroups DescribeTargetHealth"),
        ...of("elasticloadbalancing", "DetachLoadBalancerFromSubnets ModifyListener ModifyLoadBalancerAttributes"),
        ...of("elasticloadbalancing", "ModifyTargetGroup ModifyTargetGroupAttributes"),
        ...of("elasticloadbalancing", "RegisterInstancesWithLoadBalancer RegisterTargets"),
        ...of("elasticloadbalancing", "SetLoadBalancerPoliciesForBackendServer SetLoadBalancerPoliciesOfListener"),
        "kms:DescribeKey",
      ]),
    },
    { Sid: "AmazonEKSClusterPolicySLRCreate", ...linkedRole("elasticloadbalancing.amazonaws.com") },
    {
      Sid: "AmazonEKSClusterPolicyENIDelete",
      ...statement("ec2:DeleteNetworkInterface", "*", {
        StringEquals: { "ec2:ResourceTag/eks:eni:owner": "amazon-vpc-cni" },
      }),
    },
  ),

  "service-role/AWSCodeDeployRoleForLambdaLimited": policy(
    statement(["cloudwatch:DescribeAlarms", ...of("lambda", "UpdateAlias GetAlias GetProvisionedConcurrencyConfig")]),
    statement(of("s3", "GetObject GetObjectVersion"), "arn:aws:s3:::*/CodeDeploy/*"),
    statement(of("s3", "GetObject GetObjectVersion"), "*", {
      StringEquals: { "s3:ExistingObjectTag/UseWithCodeDeploy": "true" },
    }),
    statement(["lambda:InvokeFunction"], "arn:aws:lambda:*:*:function:CodeDeployHook_*"),
  ),
  AWSCodeDeployRoleForECS: policy(
    statement([
      ...of("ecs", "DescribeServices CreateTaskSet UpdateServicePrimaryTaskSet DeleteTaskSet"),
      ...of("elasticloadbalancing", "DescribeTargetGroups DescribeListeners ModifyListener DescribeRules ModifyRule"),
      "lambda:InvokeFunction",
      "cloudwatch:DescribeAlarms",
      "sns:Publish",
      ...of("s3", "GetObject GetObjectVersion"),
    ]),
    passRole(["ecs-tasks.amazonaws.com"]),
  ),
  "service-role/AWSCodeDeployRole": allow([
    ...of("autoscaling", "CompleteLifecycleAction DeleteLifecycleHook DescribeAutoScalingGroups"),
    ...of("autoscaling", "DescribeLifecycleHooks PutLifecycleHook RecordLifecycleActionHeartbeat"),
    ...of("autoscaling", "CreateAutoScalingGroup CreateOrUpdateTags UpdateAutoScalingGroup EnableMetricsCollection"),
    ...of("autoscaling", "DescribePolicies DescribeScheduledActions DescribeNotificationConfigurations"),
    ...of("autoscaling", "SuspendProcesses ResumeProcesses AttachLoadBalancers AttachLoadBalancerTargetGroups"),
    ...of("autoscaling", "PutScalingPolicy PutScheduledUpdateGroupAction PutNotificationConfiguration PutWarmPool"),
    ...of("autoscaling", "DescribeScalingActivities DeleteAutoScalingGroup"),
    ...of("ec2", "DescribeInstances DescribeInstanceStatus TerminateInstances"),
    "tag:GetResources",
    "sns:Publish",
    ...of("cloudwatch", "DescribeAlarms PutMetricAlarm"),
    ...of("elasticloadbalancing", "DescribeLoadBalancerAttributes DescribeTargetGroupAttributes"),
    ...of("elasticloadbalancing", "DescribeLoadBalancers DescribeInstanceHealth RegisterInstancesWithLoadBalancer"),
    ...of("elasticloadbalancing", "DeregisterInstancesFromLoadBalancer DescribeTargetGroups DescribeTargetHealth"),
    ...of("elasticloadbalancing", "RegisterTargets DeregisterTargets"),
  ]),
  "service-role/AWSConfigRulesExecutionRole": policy(
    statement(["s3:GetObject"], "arn:aws:s3:::*/AWSLogs/*/Config/*"),
    statement(of("config", "Put* Get* List* Describe* BatchGet* Select*")),
  ),
  "service-role/AmazonElasticMapReduceforAutoScalingRole": allow([
    "cloudwatch:DescribeAlarms",
    ...of("elasticmapreduce", "ListInstanceGroups ModifyInstanceGroups"),
  ]),
  "service-role/AmazonRDSDirectoryServiceAccess": allow(
    of("ds", "DescribeDirectories AuthorizeApplication UnauthorizeApplication GetAuthorizedApplicationDetails"),
  ),
  "service-role/AmazonRDSEnhancedMonitoringRole": policy(
    {
      Sid: "EnableCreationAndManagementOfRDSCloudwatchLogGroups",
      ...statement(of("logs", "CreateLogGroup PutRetentionPolicy"), ["arn:aws:logs:*:*:log-group:RDS*"]),
    },
    {
      Sid: "EnableCreationAndManagementOfRDSCloudwatchLogStreams",
      ...statement(of("logs", "CreateLogStream PutLogEvents DescribeLogStreams GetLogEvents"), [
        "arn:aws:logs:*:*:log-group:RDS*:log-stream:*",
      ]),
    },
  ),
};
