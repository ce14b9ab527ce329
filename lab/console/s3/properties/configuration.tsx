import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { unlessMissing } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Json } from "../../parts/code.tsx";
import { PageError } from "../../parts/page-error.tsx";

interface Props {
  readonly bucket: string;
  readonly title: string;
  readonly ask: () => Promise<unknown>;
  /** What it means that there is none. */
  readonly none: string;
}

/** One of a bucket's configurations, as AWS's API tells it. */
export function Configuration({ bucket, title, ask, none }: Props) {
  // An answer of `undefined` is not one that can be kept.
  const answer = useAnswer(["s3", "configuration", bucket, title], async () => (await unlessMissing(ask())) ?? null);
  return (
    <Container header={<Header>{title}</Header>}>
      {answer.isPending && <Spinner />}
      {answer.error && <PageError error={answer.error} />}
      {answer.data === null && none}
      {answer.data && <Json value={answer.data} label={title} />}
    </Container>
  );
}
