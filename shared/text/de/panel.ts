/** A word for each state of an order, for chips and lists, in German. */
export const stateTexts = {
  reserved: 'Wartet auf Zahlung',
  lapsing: 'Zahlung wird geprüft',
  expired: 'Reservierung vorbei',
  cancelled: 'Storniert',
  paid: 'Im Vault',
  building: 'Im Bau',
  shipped: 'Unterwegs',
  delivered: 'Zugestellt',
  completed: 'Abgeschlossen',
};
