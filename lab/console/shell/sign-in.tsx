import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TopNavigation from "@cloudscape-design/components/top-navigation";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keepSession } from "../cloud/session.ts";

interface Props {
  /** Asks the lab with the session that is kept now. Rejects when it does not take it. */
  readonly onSignIn: () => Promise<unknown>;
}

/** Asks for an access key: in a shared lab nobody is let into an account without one. */
export function SignIn({ onSignIn }: Props) {
  const [accessKeyId, setAccessKeyId] = useState("");
  const [secretAccessKey, setSecretAccessKey] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => {
      keepSession({ accessKeyId, secretAccessKey });
      return onSignIn();
    },
  });
  const isWhole = accessKeyId !== "" && secretAccessKey !== "";
  useEffect(() => {
    document.title = "Sign in · Skylab";
  }, []);
  return (
    <>
      <TopNavigation
        identity={{ href: "/_lab/", logo: { src: new URL("./wordmark.svg", import.meta.url).href, alt: "Skylab" } }}
      />
      <main style={{ maxWidth: "30rem", margin: "0 auto" }}>
        <Box padding={{ vertical: "xxl", horizontal: "m" }}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (isWhole && !isPending) mutate();
            }}
          >
            <Container
              header={
                <Header variant="h1" description="This lab is shared: each account has its own keys.">
                  Sign in
                </Header>
              }
            >
              <Form
                actions={
                  <Button variant="primary" loading={isPending} disabled={!isWhole}>
                    Sign in
                  </Button>
                }
              >
                <SpaceBetween size="l">
                  {error && (
                    <Alert type="error" header="The lab doesn't accept this key">
                      {error.message}
                    </Alert>
                  )}
                  <FormField
                    label="Access key ID"
                    description="AWS_ACCESS_KEY_ID in your file, such as student-01.env. The teacher's are in teacher.env, or in root.env beside the lab's state."
                  >
                    <Input
                      value={accessKeyId}
                      onChange={({ detail }) => setAccessKeyId(detail.value.trim())}
                      autoComplete="username"
                      spellcheck={false}
                      autoFocus
                    />
                  </FormField>
                  <FormField label="Secret access key" description="AWS_SECRET_ACCESS_KEY in the same file.">
                    <Input
                      value={secretAccessKey}
                      onChange={({ detail }) => setSecretAccessKey(detail.value.trim())}
                      type="password"
                      autoComplete="current-password"
                    />
                  </FormField>
                  <Box color="text-body-secondary" fontSize="body-s">
                    Both stay in this tab until you sign out or close it. The secret is never sent; it signs the
                    requests.
                  </Box>
                </SpaceBetween>
              </Form>
            </Container>
          </form>
        </Box>
      </main>
    </>
  );
}
