import type { EcrContext } from "../state.ts";

/**
 * Tells the default bus of an image that came or went. Only inside `store.write`.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export function announce(
  action: "PUSH" | "DELETE",
  image: { readonly repository: string; readonly digest: string; readonly tag?: string | undefined },
  { cloud, account, region }: EcrContext,
): void {
  const { repository, digest, tag } = image;
  cloud.announcements.announce({
    account,
    region,
    source: "aws.ecr",
    detailType: "ECR Image Action",
    resources: [],
    detail: {
      result: "SUCCESS",
      "repository-name": repository,
      "image-digest": digest,
      "action-type": action,
      ...(tag !== undefined && { "image-tag": tag }),
    },
  });
}
