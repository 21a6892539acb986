import { useInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Filter } from "../../components/Filter";
import { CsvButton } from "../../components/operator/CsvButton";
import { PayoutQueue } from "../../components/operator/PayoutQueue";
import { More } from "../../components/PagedTable";
import { PageHead } from "../../components/Section";
import { Skeleton } from "../../components/Skeleton";
import { operatorMessages } from "../../messages/operator";
import { payoutsQuery } from "../../services/operator-queries";
import { SHOWN, type Shown } from "../../services/payout-states";

const { payouts: text } = operatorMessages;

const OPTIONS = SHOWN.map((value) => ({ value, name: value === "all" ? text.all : text.states[value] }));

/** Which state is looked at stands in the address; without one, what waits. */
export const Route = createFileRoute("/operator/payouts")({
  validateSearch: ({ status }: Record<string, unknown>): { status?: Shown } => {
    const known = SHOWN.find((state) => state === status);
    return known ? { status: known } : {};
  },
  component: Payouts,
});

/** The queue: what waits, what is on its way, what is done. */
function Payouts() {
  const { status = "requested" } = Route.useSearch();
  const navigate = Route.useNavigate();
  const asked = status === "all" ? "" : status;
  const choose = (next: Shown) => navigate({ search: next === "requested" ? {} : { status: next } });
  const list = useInfiniteQuery(payoutsQuery(asked));
  const payouts = list.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <PageHead title={text.title} text={text.lead} end={<CsvButton status={asked} />} />
      <Filter label={text.state} value={status} options={OPTIONS} onChange={choose} />
      {list.error && <Failure error={list.error} retry={() => list.refetch()} />}
      {!payouts && !list.error && <Skeleton lines={6} />}
      {payouts && (
        <PayoutQueue
          key={status}
          payouts={payouts}
          empty={<Empty title={status === "requested" ? text.empty.requested : text.empty.other} text={text.lead} />}
        />
      )}
      <More list={list} />
    </>
  );
}
