import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useSearchParams } from "react-router";
import type { OutboxFacts } from "../../cloud/control/outbox-facts.ts";
import type { KeptMail } from "../../cloud/delivery/mail.ts";
import { changeLab, readLab } from "../cloud/lab.ts";
import { usePlace } from "../cloud/place.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { MailBox } from "./mail-box.tsx";
import { OptOuts } from "./opt-outs.tsx";

/** The mails, the text messages and the push notifications of an account, and who wants no text messages. */
export function Outbox() {
  const place = usePlace();
  const answer = useAnswer(["outbox"], () => readLab<OutboxFacts>("outbox", { place }), { every: 3000 });
  const clear = useChange(() => changeLab("outbox", { method: "DELETE", place }), {
    done: () => "Cleared the outbox",
    stale: ["outbox"],
  });
  const mails = answer.data?.mails ?? [];
  return (
    <Page
      title="Outbox"
      description="Mails, text messages and push notifications. The lab sends none of them to anybody."
      actions={
        <ConfirmedButton label="Clear" disabled={mails.length === 0} onConfirm={() => clear.mutateAsync(undefined)}>
          All messages will be gone.
        </ConfirmedButton>
      }
    >
      {answer.error && !answer.data && <PageError error={answer.error} />}
      {answer.data && (
        <PageTabs
          label="Outbox"
          tabs={[
            { id: "messages", label: "Messages", content: <Mails mails={mails} /> },
            { id: "opt-outs", label: "Opt-outs", content: <OptOuts numbers={answer.data.optedOut} /> },
          ]}
        />
      )}
    </Page>
  );
}

function Mails({ mails }: { readonly mails: readonly KeptMail[] }) {
  const [query, setQuery] = useSearchParams();
  const text = query.get("q") ?? "";
  const found = mails.filter((mail) => isAbout(mail, text.toLowerCase()));
  const find = (wanted: string) => {
    const next = new URLSearchParams(query);
    if (wanted === "") next.delete("q");
    else next.set("q", wanted);
    setQuery(next, { replace: true });
  };
  return (
    <SpaceBetween size="m">
      {mails.length > 1 && (
        <TextFilter
          filteringText={text}
          filteringPlaceholder="An address, a number, a word"
          filteringAriaLabel="Find messages"
          countText={`${found.length} of ${mails.length}`}
          onChange={({ detail }) => find(detail.filteringText)}
        />
      )}
      {found.length === 0 && (
        <Container>
          <Empty title={mails.length === 0 ? "Nothing was sent yet" : "No matches"}>
            {mails.length === 0
              ? "Publish to a topic that has a mail address or a phone number."
              : "Try another filter."}
          </Empty>
        </Container>
      )}
      {found.slice(0, MOST).map((mail) => (
        <MailBox key={mail.id} mail={mail} />
      ))}
      {found.length > MOST && `These are the newest ${MOST} of ${found.length}. Filter to find the others.`}
    </SpaceBetween>
  );
}

/** So many are shown at a time. */
const MOST = 100;

function isAbout({ to, from = "", subject = "", body }: KeptMail, text: string): boolean {
  return [to, from, subject, body].some((part) => part.toLowerCase().includes(text));
}
