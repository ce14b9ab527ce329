import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { usePlace } from "../../cloud/place.ts";
import { PageError } from "../../parts/page-error.tsx";

interface Props<T> {
  readonly title: string;
  readonly description?: string;
  /** Null where there is none. */
  readonly answer: UseQueryResult<T | null, Error>;
  /** What it means that there is none. */
  readonly none: string;
  /** What changes it. */
  readonly edit?: (value: T | null) => ReactNode;
  /** Whether the lab only stores it. */
  readonly isStoredByLab?: boolean;
  readonly children: (value: T) => ReactNode;
}

/** One of a bucket's configurations: what it says, and how it is changed. */
export function Configuration<T>({ title, description, answer, none, edit, isStoredByLab, children }: Props<T>) {
  const { data, error, isPending } = answer;
  const { isLab } = usePlace();
  const isMissing = error?.name === "NotImplemented";
  return (
    <Container
      header={
        <Header description={description} actions={data !== undefined && edit?.(data)}>
          {title}
        </Header>
      }
    >
      {isPending && <Spinner />}
      {isMissing && <Box color="text-body-secondary">{error.message}</Box>}
      {error && !isMissing && <PageError error={error} />}
      {data === null && none}
      {data !== null && data !== undefined && children(data)}
      {data !== undefined && isStoredByLab && isLab && (
        <Box color="text-body-secondary" fontSize="body-s" padding={{ top: "xs" }}>
          The lab stores this setting, without an effect.
        </Box>
      )}
    </Container>
  );
}
