#!/bin/sh
# Lets somebody into the RabbitMQ of the city stack, on any of its nodes. As root; running it again makes a new password.
#   sh rabbitmq.sh ingest          the service: prints its password, for broker.password
#   sh rabbitmq.sh gateway <id>    a gateway, which says and hears what is its own alone: prints a password for its site file
set -eu

stop() { echo "lifeline: $1" >&2; exit 1; }
# NAME CONFIGURE WRITE READ, as regular expressions of names of queues and exchanges; the password is printed
let_in() {
  password=$(head -c 18 /dev/urandom | base64 | tr '+/' '-_')
  if rabbitmqctl -q list_users --no-table-headers | cut -f1 | grep -qx -- "$1"; then verb=change_password; else verb=add_user; fi
  printf '%s\n' "$password" | rabbitmqctl -q $verb "$1" >/dev/null || stop "RabbitMQ does not let $1 in"
  rabbitmqctl -q set_permissions "$1" "$2" "$3" "$4"
}
say() {
  echo "username: $1"
  echo "password: $password"
}

case "${1:-}" in
ingest)
  let_in ingest '^lifeline\.' '^(lifeline\.|amq\.topic$)' '^(lifeline\.|amq\.topic$)'
  say ingest
  ;;
gateway)
  id=${2:-}
  case "$id" in *[!A-Za-z0-9_-]* | '' | ingest | guest) stop "a gateway's id has letters, digits, - and _ only, and is not ingest or guest: '$id'" ;; esac
  own="^mqtt-subscription-lifeline-$id-"
  let_in "$id" "$own" "($own|^amq\\.topic\$)" "($own|^amq\\.topic\$)"
  # topics, with dots for slashes; its own state comes back to it: so a gateway notices another one that uses its id
  rabbitmqctl -q set_topic_permissions "$id" amq.topic \
    "^lifeline\\.v1\\.$id\\.(birth|tel|event|state|reply)(\\.|\$)" "^lifeline\\.v1\\.$id\\.(cmd|ack|state)\$"
  say "$id"
  ;;
*) stop "what is '${1:-}'? sh $0 ingest, or sh $0 gateway <id>" ;;
esac
