import { Modal } from "./modal.tsx";
import { Store, useStore } from "./model/store.ts";

/** Something that is done only when the person says so. */
interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly yes: string;
  run(): void;
}

const question = new Store<Question | undefined>(undefined);

export function ask(next: Question): void {
  question.value = next;
}

/** The question, while there is one. Whoever presses Enter without reading has cancelled. */
export function Confirmation() {
  const asked = useStore(question);
  if (!asked) return null;
  const close = () => {
    question.value = undefined;
  };
  const confirm = () => {
    close();
    asked.run();
  };
  return (
    <Modal class="question" label={asked.title} onClose={close}>
      <div class="card">
        <h2>{asked.title}</h2>
        <p>{asked.text}</p>
        <div class="answers">
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button type="button" class="danger" onClick={confirm}>
            {asked.yes}
          </button>
        </div>
      </div>
    </Modal>
  );
}
