/** Whether IAM's decisions count: not at all, only as a record of what would have been denied, or as on AWS. */
export type IamMode = "off" | "audit" | "enforce";
