import type { AuditFacts } from "../../service/audit-facts.ts";

/** Names carry the version of the API. https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html */
export const audit: AuditFacts = {
  names: {
    AddPermission: "AddPermission20150331v2",
    CreateAlias: "CreateAlias20150331",
    CreateEventSourceMapping: "CreateEventSourceMapping20150331",
    CreateFunction: "CreateFunction20150331",
    DeleteAlias: "DeleteAlias20150331",
    DeleteEventSourceMapping: "DeleteEventSourceMapping20150331",
    DeleteFunction: "DeleteFunction20150331",
    DeleteFunctionConcurrency: "DeleteFunctionConcurrency20171031",
    GetAccountSettings: "GetAccountSettings20160819",
    GetAlias: "GetAlias20150331",
    GetEventSourceMapping: "GetEventSourceMapping20150331",
    GetFunction: "GetFunction20150331v2",
    GetFunctionConfiguration: "GetFunctionConfiguration20150331v2",
    GetPolicy: "GetPolicy20150331v2",
    ListAliases: "ListAliases20150331",
    ListEventSourceMappings: "ListEventSourceMappings20150331",
    ListFunctions: "ListFunctions20150331",
    ListTags: "ListTags20170331",
    ListVersionsByFunction: "ListVersionsByFunction20150331",
    PublishLayerVersion: "PublishLayerVersion20181031",
    PublishVersion: "PublishVersion20150331",
    PutFunctionConcurrency: "PutFunctionConcurrency20171031",
    RemovePermission: "RemovePermission20150331v2",
    TagResource: "TagResource20170331v2",
    UntagResource: "UntagResource20170331v2",
    UpdateAlias: "UpdateAlias20150331",
    UpdateEventSourceMapping: "UpdateEventSourceMapping20150331",
    UpdateFunctionCode: "UpdateFunctionCode20150331v2",
    UpdateFunctionConfiguration: "UpdateFunctionConfiguration20150331v2",
  },
  resources: { FunctionName: "AWS::Lambda::Function" },
  data: [
    {
      type: "AWS::Lambda::Function",
      operations: ["Invoke", "InvokeAsync", "InvokeWithResponseStream"],
      arn({ FunctionName }: { readonly FunctionName?: string }, { account, region }) {
        if (FunctionName === undefined || FunctionName.startsWith("arn:")) return FunctionName;
        return `arn:aws:lambda:${region}:${account}:function:${FunctionName.replace(/^\d{12}:(function:)?/, "")}`;
      },
    },
  ],
};
