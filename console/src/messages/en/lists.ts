export const invitees = {
  title: "Invitees",
  text: "Who signed up through your link. You see what they call themselves and what they have paid, nothing else.",
  name: "Name",
  since: "Since",
  paid: "Has paid",
  nothing: "nothing yet",
  empty: {
    title: "Nobody yet",
    text: "People who open your link and sign up within the time that a click counts appear here.",
    action: "Go to your link",
  },
};

export const invoices = {
  title: "Invoices",
  text: "Pay an invoice of the product with what you have earned: the whole amount at once, without a fee.",
  filter: "Show",
  filters: { open: "Open", paid: "Paid", void: "Void", all: "All" },
  invoice: "Invoice",
  amount: "Amount",
  status: "Status",
  action: "Action",
  paidBy: { credit: "paid with credit", external: "paid elsewhere" },
  pay: "Pay with credit",
  payName: (id: string) => `Pay with credit: ${id}`,
  lacks: (amount: string) => `${amount} short`,
  confirm: {
    title: "Pay with credit?",
    available: "Available now",
    after: "Available afterwards",
    pay: (amount: string) => `Pay ${amount}`,
    done: (id: string) => `${id} is paid.`,
  },
  empty: {
    title: "No open invoices",
    text: "When the product bills you, the invoice appears here, and your credit can pay it.",
  },
  emptyFilter: { title: "None of these", text: "No invoice is in this state." },
};

export const codes = {
  title: "Codes",
  text: "Every code that is yours, for ever: nobody else can take one, also when you no longer use it.",
  code: "Code",
  kind: "Kind",
  kinds: { uid: "Permanent", custom: "Chosen" },
  state: "State",
  states: { active: "Active", alias: "Still works", disabled: "Off", erased: "Erased" },
  since: "Since",
  off: (day: string) => `off since ${day}`,
  copy: "Copy link",
  copyName: (code: string) => `Copy link: ${code}`,
  copied: "The link is copied.",
  remove: "Remove custom slug",
  removeTitle: "Remove your custom slug?",
  removeText: (slug: string) =>
    `Links with ${slug} and with your earlier names stop working. They stay yours, and you can take them back. Your permanent code keeps working.`,
  keep: "Keep it",
  removed: "Your custom slug is off. Your permanent code keeps working.",
};
