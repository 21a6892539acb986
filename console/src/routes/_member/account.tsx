import { createFileRoute } from "@tanstack/react-router";
import { Data } from "../../components/account/Data";
import { Inviter } from "../../components/account/Inviter";
import { Profile } from "../../components/account/Profile";
import { Sessions } from "../../components/account/Sessions";
import { PageHead } from "../../components/Section";
import { messages } from "../../messages";
import styles from "./account.module.css";

export const Route = createFileRoute("/_member/account")({ component: Account });

function Account() {
  return (
    <>
      <PageHead title={messages.account.title} />
      <div className={styles["sheets"]}>
        <Profile />
        <Sessions />
        <Inviter />
        <Data />
      </div>
    </>
  );
}
