# Completion of chandelier-cli in fish. Commands and options are those that the program itself tells,
# so that none is missing here.

# "run list<Tab>Stored runs"
function __chandelier_cli_commands
    $argv[1] --help 2>/dev/null | string replace -rf \
        '^  ([a-z]+(?: [a-z]+)?)(?: [A-Z\\[]\\S*)* +(.*)$' '$1\t$2'
end

# "--symbol=<Tab>Of that symbol" of a command
function __chandelier_cli_options
    $argv --help 2>/dev/null | string replace -rf \
        '^  (?:-[a-z], )?(--[a-z-]+=?)\\S* +(.*)$' '$1\t$2'
end

# Values of an option: PROGRAM OPTION COMMAND...
function __chandelier_cli_values
    set -l program $argv[1]
    switch $argv[2]
        case --market -m
            printf '%s\n' spot um
        case --interval -i --path-interval
            printf '%s\n' 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M
        case --kind -k
            printf '%s\n' klines mark funding exchange-info
        case --assume
            printf '%s\n' pessimistic optimistic both
        case --sample
            printf '%s\n' grid random:
        case --favourite
            printf '%s\n' yes no
        case --sort
            printf '%s\n' created finished elapsed strategy symbol market interval from to net sharpe
        case --format
            $program $argv[3..] --help 2>/dev/null \
                | string replace -rf '^  --format=FORMAT +How to print: (.*)$' '$1' \
                | string replace ' or ' ', ' | string split ', '
        case --symbol -s
            $program data list (__chandelier_cli_data) --format json 2>/dev/null \
                | string replace -rf '^ *"symbol": "(.*)".*' '$1' | sort -u
        case --data
            __fish_complete_directories (commandline -ct | string replace -r '^--data=' '')
        case --output -o --tiers
            __fish_complete_path (commandline -ct | string replace -r '^--(output|tiers)=' '')
    end
end

# The data folder that the command line names, as an option of its own
function __chandelier_cli_data
    string match -rq -- '--data[= ](?<folder>\S+)' (commandline -opc | string join ' ')
    and printf '%s\n' --data $folder
end

function __chandelier_cli
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -l commands (__chandelier_cli_commands $program)
    set -l names (string replace -r '\t.*' '' -- $commands)

    if test (count $words) -eq 1
        string replace -r ' .*' '' -- $names | sort -u
        printf '%s\n' --help --version
        return
    end
    set -l command $words[2]
    if not contains -- $words[2] $names
        if test (count $words) -eq 2
            string replace -rf "^$words[2] " '' -- $commands
            return
        end
        set command $words[2..3]
    end

    # "--option=value" in one word
    if string match -rq -- '^(?<option>--[a-z-]+)=' $current
        __chandelier_cli_values $program $option $command | string replace -r -- '^' "$option="
        return
    end
    set -l options (__chandelier_cli_options $program $command)
    if string match -q -- '-*' $current
        printf '%s\n' $options
        return
    end
    if string match -q -- '-*' $words[-1]
        and begin
            string match -q -- "$words[-1]=*" $options
            or string match -rq -- '^-[^hry-]$' $words[-1]
        end
        __chandelier_cli_values $program $words[-1] $command
        return
    end
    set -l line "$command"
    if string match -q -- 'run *' $line; or test "$line" = 'live start'
        $program run list (__chandelier_cli_data) --limit 100 --format json 2>/dev/null \
            | string replace -rf '^ *"id": "(.{12}).*' '$1'
    end
    if string match -q -- 'live *' $line; and test "$line" != 'live start'
        $program live list (__chandelier_cli_data) --format json 2>/dev/null \
            | string replace -rf '^ *"id": "(.{13}).*' '$1'
    else if not string match -q -- 'run *' $line
        __fish_complete_path $current
    end
end

complete -c chandelier-cli -f -a '(__chandelier_cli)'
