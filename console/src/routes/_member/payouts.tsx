import { useInfiniteQuery, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { More } from "../../components/PagedTable";
import { PayoutDialog } from "../../components/payouts/PayoutDialog";
import { PayoutHistory } from "../../components/payouts/PayoutHistory";
import { PayoutSheet } from "../../components/payouts/PayoutSheet";
import { isOver } from "../../components/payouts/tones";
import { PageHead, Sheet } from "../../components/Section";
import { Skeleton } from "../../components/Skeleton";
import { memberMessages } from "../../messages/member";
import { amountText } from "../../services/money";
import { overviewQuery, payoutsQuery, programQuery } from "../../services/queries";
import styles from "./payouts.module.css";

const { payouts: text } = memberMessages;

export const Route = createFileRoute("/_member/payouts")({
  validateSearch: (search: Record<string, unknown>): { new?: true } => (search["new"] ? { new: true } : {}),
  component: Payouts,
});

function Payouts() {
  const asking = Route.useSearch().new === true;
  const navigate = useNavigate();
  const { data: program } = useSuspenseQuery(programQuery);
  const { data: overview } = useQuery(overviewQuery);
  const list = useInfiniteQuery(payoutsQuery);
  const payouts = useMemo(() => list.data?.pages.flatMap(({ items }) => items), [list.data]);
  const [open, over] = useMemo(
    () => [payouts?.filter((one) => !isOver(one)) ?? [], payouts?.filter(isOver) ?? []],
    [payouts],
  );
  const least = amountText(program.min_payout_micro, program.currency);
  const enough = overview === undefined || overview.balance.available_micro >= program.min_payout_micro;
  // The dialog has an address of its own, so that the overview can lead to it and "back" closes it.
  const ask = (open: boolean) => navigate({ to: "/payouts", search: open ? { new: true } : {}, replace: !open });
  return (
    <>
      <PageHead
        title={text.title}
        text={text.text(least)}
        end={
          <div className={styles["ask"]}>
            {overview && (
              <p>
                <span>{text.available}</span> <Amount micro={overview.balance.available_micro} />
              </p>
            )}
            {/* Not the first thing to press while it would be refused. */}
            <Button kind={enough ? "main" : "plain"} onClick={() => ask(true)}>
              {text.request}
            </Button>
          </div>
        }
      />
      {list.error && <Failure error={list.error} retry={() => list.refetch()} />}
      {!payouts && !list.error && <Skeleton lines={2} tall />}
      {payouts?.length === 0 && (
        <Sheet>
          <Empty title={text.empty.title} text={text.empty.text(least)} />
        </Sheet>
      )}
      {open.length > 0 && (
        <ul className={styles["list"]}>
          {open.map((payout) => (
            <li key={payout.id}>
              <PayoutSheet payout={payout} />
            </li>
          ))}
        </ul>
      )}
      {over.length > 0 && <PayoutHistory payouts={over} />}
      <More list={list} />
      {overview && <PayoutDialog open={asking} onOpenChange={ask} availableMicro={overview.balance.available_micro} />}
    </>
  );
}
