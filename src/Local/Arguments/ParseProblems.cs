using System.CommandLine;
using System.CommandLine.Parsing;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>What is wrong with the form of the arguments, in sentences of ours.</summary>
internal static class ParseProblems
{
    /// <exception cref="CommandException">Something is wrong.</exception>
    public static void ThrowIfAny(ParseResult parsed, PaintOptions options)
    {
        var problems = new Problems();
        if (parsed.CommandResult.Command != options.Command)
        {
            AddMissingCommand(parsed, problems);
        }
        else
        {
            if (!AddMissingValues(parsed, options, problems))
            {
                AddUnknown(parsed, options, problems);
            }

            AddMisgiven(parsed, problems);
            if (parsed.GetResult(options.Prompt) is not { Tokens.Count: 1 })
            {
                problems.Add("The prompt is missing; allowed is one text in quotes, as in: swiftdiffusion paint \"a red house\".");
            }
        }

        problems.ThrowIfAny();
    }

    private static void AddMissingCommand(ParseResult parsed, Problems problems) => problems.Add(parsed.UnmatchedTokens is [var first, ..]
        ? $"'{first}' is no command; allowed is paint, inspect or plan, as in: swiftdiffusion paint \"a red house\"."
        : "A command is missing; allowed is paint, inspect or plan, as in: swiftdiffusion paint \"a red house\".");

    private static void AddUnknown(ParseResult parsed, PaintOptions options, Problems problems)
    {
        var stray = parsed.UnmatchedTokens.Concat(parsed.GetResult(options.Prompt)?.Tokens.Where(token => LooksLikeOption(token.Value)).Select(token => token.Value) ?? []).ToHashSet();
        var afterUnknown = false;
        // After "--" nothing is an option.
        foreach (var token in parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash))
        {
            var text = token.Value;
            if (token.Type == TokenType.Argument && stray.Contains(text) && LooksLikeOption(text))
            {
                problems.Add($"{text} is no option of paint{Closest(text, options)}");
                afterUnknown = true;
            }
            else
            {
                if (parsed.UnmatchedTokens.Contains(text) && !afterUnknown)
                {
                    problems.Add($"'{text}' is one word too many; allowed is one prompt, in quotes.");
                }

                // What follows an unknown option may be its value.
                afterUnknown = false;
            }
        }
    }

    private static bool LooksLikeOption(string text) => text is ['-', '-', _, ..] || (text is ['-', var letter, ..] && char.IsAsciiLetter(letter));

    /// <summary>Options whose value was left out: there is none, or the next option was taken for it, which makes a stray word of that one's value.</summary>
    private static bool AddMissingValues(ParseResult parsed, PaintOptions options, Problems problems)
    {
        var names = options.Command.Options.Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        Option[] missing = [.. Given(parsed)
            .Where(given => given.Tokens.Count < given.Option.Arity.MinimumNumberOfValues || given.Tokens.Any(token => names.Contains(token.Value)))
            .Select(given => given.Option)];
        foreach (var option in missing)
        {
            problems.Add($"{option.Name} has no value; allowed is {option.Name} {option.HelpName}.");
        }

        return missing.Length > 0;
    }

    private static IEnumerable<OptionResult> Given(ParseResult parsed) => parsed.CommandResult.Children.OfType<OptionResult>().Where(given => !given.Implicit);

    private static void AddMisgiven(ParseResult parsed, Problems problems)
    {
        foreach (var given in Given(parsed))
        {
            var (option, values) = (given.Option, given.Tokens.Count);
            if (option.Arity.MaximumNumberOfValues == 1 && given.IdentifierTokenCount > 1)
            {
                problems.Add($"{option.Name} is given {given.IdentifierTokenCount} times; allowed is once.");
            }
            else if (option.Arity.MaximumNumberOfValues == 0 && values > 0)
            {
                problems.Add($"{option.Name} is given the value '{given.Tokens[0].Value}'; allowed is none.");
            }
        }
    }

    private static string Closest(string text, PaintOptions options)
    {
        var (name, distance) = options.Command.Options.Select(option => (option.Name, Distance: Distance(text, option.Name))).MinBy(pair => pair.Distance);
        return distance <= 3 ? $"; did you mean {name}?" : ".";
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
