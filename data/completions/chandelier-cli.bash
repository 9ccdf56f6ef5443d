# Completion of chandelier-cli in bash. Commands and options are those that the program itself tells,
# so that none is missing here.

# "run list", "demo", ...
_chandelier_cli_commands ()
{
  "$1" --help 2> /dev/null | sed -n 's/^  \([a-z]\{1,\}\( [a-z]\{1,\}\)\{0,1\}\) .*/\1/p'
}

# Options of a command, those with a value ending in "=".
_chandelier_cli_options ()
{
  "$@" --help 2> /dev/null | sed -n 's/^  \(-[a-z], \)\{0,1\}\(--[a-z-]*=\{0,1\}\).*/\2/p'
}

# Values of an option: PROGRAM OPTION COMMAND...; nothing: it can be anything.
_chandelier_cli_values ()
{
  local program=$1 option=$2
  shift 2

  case $option in
    --market | -m) echo spot um ;;
    --interval | -i | --path-interval) echo 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M ;;
    --kind | -k) echo klines mark funding exchange-info ;;
    --assume) echo pessimistic optimistic both ;;
    --sample) echo grid random: ;;
    --favourite) echo yes no ;;
    --sort) echo created finished elapsed strategy symbol market interval from to net sharpe ;;
    --format)
      "$program" "$@" --help 2> /dev/null \
        | sed -n 's/^  --format=FORMAT  *How to print: //p' | sed 's/,//g; s/ or / /'
      ;;
    --symbol | -s)
      "$program" data list "${data[@]}" --format json 2> /dev/null \
        | sed -n 's/^ *"symbol": "\(.*\)".*/\1/p' | sort -u
      ;;
  esac
}

# Stored runs; data: the option that names the folder.
_chandelier_cli_runs ()
{
  "$1" run list "${data[@]}" --limit 100 --format json 2> /dev/null \
    | sed -n 's/^ *"id": "\(.\{12\}\).*/\1/p'
}

_chandelier_cli ()
{
  local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]}
  local option=${COMP_WORDS[COMP_CWORD - 1]} commands command=() data=()

  # An option and its value may have a "=" between them, which is a word then.
  if [[ $current == = ]]; then
    current=
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  [[ $COMP_LINE =~ --data[=\ ]([^\ ]+)\  ]] && data=(--data "${BASH_REMATCH[1]}")

  commands=$(_chandelier_cli_commands "$program")
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "$(cut -d ' ' -f 1 <<< "$commands" | sort -u) \
      --help --version" -- "$current")
    return
  fi
  if grep -qx -e "${COMP_WORDS[1]}" <<< "$commands"; then
    command=("${COMP_WORDS[1]}")
  elif ((COMP_CWORD == 2)); then
    mapfile -t COMPREPLY < <(compgen -W "$(sed -n "s/^${COMP_WORDS[1]} //p" <<< "$commands")" \
      -- "$current")
    return
  else
    command=("${COMP_WORDS[@]:1:2}")
  fi

  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_chandelier_cli_options "$program" "${command[@]}")" \
      -- "$current")
    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2> /dev/null
    return
  fi

  case $option in
    --data)
      mapfile -t COMPREPLY < <(compgen -d -- "$current")
      ;;
    --output | -o | --tiers)
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      ;;
    -*)
      mapfile -t COMPREPLY < <(compgen -W "$(_chandelier_cli_values "$program" "$option" \
        "${command[@]}")" -- "$current")
      ;;
  esac
  # What has a value that nobody can know is no place for arguments.
  case $option in
    -h | -r | -y) ;;
    -?) return ;;
    --*) _chandelier_cli_options "$program" "${command[@]}" | grep -qx -e "$option=" && return ;;
  esac

  case ${command[*]} in
    run\ *)
      mapfile -t COMPREPLY < <(compgen -W "$(_chandelier_cli_runs "$program")" -- "$current")
      ;;
    live\ start)
      mapfile -t COMPREPLY < <(compgen -W "$(_chandelier_cli_runs "$program")" -- "$current"
        compgen -f -- "$current")
      ;;
    live\ *)
      mapfile -t COMPREPLY < <(compgen -W "$("$program" live list "${data[@]}" --format json \
        2> /dev/null | sed -n 's/^ *"id": "\(.\{13\}\).*/\1/p')" -- "$current")
      ;;
    *)
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      ;;
  esac
}

complete -o filenames -F _chandelier_cli chandelier-cli
