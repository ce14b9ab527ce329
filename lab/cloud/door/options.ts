/** Who may come in besides this machine's own programs and pages. */
export interface DoorOptions {
  /** More host names by which the cloud is reached, each with all names below it. */
  readonly allowHost?: readonly string[];
  /** More origins whose pages may use the cloud, such as `https://app.example.com`; `*` for all. */
  readonly allowOrigin?: readonly string[];
}
