import { LabError } from "../lab-error.ts";
/** The lab's builder can't do what a Dockerfile, or a caller of Docker, wants. */
export class DockerWouldDo extends LabError {
  override readonly name = "DockerWouldDo";

  constructor(what: string) {
    super(`The lab builds images without Docker, and can't do this: ${what}. Docker can: set CDK_DOCKER=docker.`);
  }
}
