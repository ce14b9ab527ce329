import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { constraints } from "./constraints.ts";
import { createPipe, updatePipe } from "./pipes/create-pipe.ts";
import { startPipe, stopPipe } from "./pipes/lifecycle.ts";
import { deletePipe, describePipe, listPipes } from "./pipes/pipes.ts";
import * as tags from "./pipes/tags.ts";
import { PipesState } from "./state.ts";

/**
 * Amazon EventBridge Pipes.
 *
 * Known gaps are in README.md.
 */
export const service = defineService("pipes", {
  constraints,
  sdk: () => import("@aws-sdk/client-pipes"),
  state: PipesState,
  access,
  resources: async () => (await import("./resources/index.ts")).resources,
  end: (account, state) => state.end(account),
  forget: (account, state) => state.forget(account),
  close: (state) => state.close(),
  storedSettings: ["KmsKeyIdentifier", "OutputFormat of S3LogDestination"],
  operations: {
    CreatePipe: createPipe,
    DeletePipe: deletePipe,
    DescribePipe: describePipe,
    ListPipes: listPipes,
    ListTagsForResource: tags.listTagsForResource,
    StartPipe: startPipe,
    StopPipe: stopPipe,
    TagResource: tags.tagResource,
    UntagResource: tags.untagResource,
    UpdatePipe: updatePipe,
  },
});
