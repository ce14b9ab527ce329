import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { usePlace } from "../../cloud/place.ts";
import { Empty } from "../../parts/empty.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { type Api, useClients } from "../apis.ts";
import { type ApiRoute, useRoutes } from "../routes/routes.ts";
import { type ApiStage, useStages } from "../stages/stages.ts";
import { ofThisServer } from "../this-server.ts";
import { AnswerBox } from "./answer-box.tsx";
import { RequestForm } from "./request-form.tsx";
import { type Answer, send } from "./send.ts";
import { testInvoke } from "./test-invoke.ts";
import { useRequest } from "./use-request.ts";

/** Sends a request to one of the routes of an API, and shows the answer. */
export function TryTab({ api }: { readonly api: Api }) {
  const routes = useRoutes(api);
  const stages = useStages(api);
  const error = routes.error ?? stages.error;
  // What is written already stays, even when a later look at the API fails.
  if (!routes.data || !stages.data) return error ? <PageError error={error} /> : <Spinner />;
  if (routes.data.length === 0) return <Empty title="There is nothing to try">The API has no routes yet.</Empty>;
  return <Trial api={api} routes={routes.data} stages={stages.data} />;
}

interface Props {
  readonly api: Api;
  readonly routes: readonly ApiRoute[];
  readonly stages: readonly ApiStage[];
}

function Trial({ api, routes, stages }: Props) {
  const { isLab } = usePlace();
  const { rest } = useClients();
  const names = stages.map(({ name }) => name);
  const draft = useRequest(api, names, routes);
  const [wrong, setWrong] = useState<Error>();
  const trial = useMutation<Answer, Error, () => Promise<Answer>>({ mutationFn: (run) => run() });
  const run = (how: (request: ReturnType<typeof draft.compose>) => Promise<Answer>) => {
    try {
      const request = draft.compose();
      setWrong(undefined);
      draft.keep();
      trial.mutate(() => how(request));
    } catch (error) {
      setWrong(error as Error);
    }
  };
  const test = (request: ReturnType<typeof draft.compose>) =>
    testInvoke(
      {
        restApiId: api.id,
        route: draft.route as ApiRoute,
        pathWithQueryString: draft.pathAndQuery,
        request,
        stageVariables: stages.find(({ name }) => name === draft.stage)?.variables ?? {},
      },
      rest,
    );
  return (
    <SpaceBetween size="l">
      <RequestForm
        draft={draft}
        stages={names}
        routes={routes}
        wrong={wrong}
        isBusy={trial.isPending}
        // Another origin's answers are not for this page to read.
        {...(isLab &&
          names.length > 0 && { onSend: () => run((request) => send({ ...request, url: ofThisServer(request.url) })) })}
        {...(api.kind === "REST" && { onTest: () => run(test) })}
      />
      {trial.error && <PageError error={trial.error} />}
      {trial.data && <AnswerBox answer={trial.data} />}
    </SpaceBetween>
  );
}
