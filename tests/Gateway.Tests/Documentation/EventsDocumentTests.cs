using System.Reflection;
using Microsoft.Extensions.Logging;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests.Documentation;

public sealed class EventsDocumentTests
{
    private const BindingFlags All =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    private static readonly List<(string Name, LoggerMessageAttribute Event)> Events =
    [
        .. from type in typeof(OptionCatalog).Assembly.GetTypes()
           from method in type.GetMethods(All)
           let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
           where attribute is not null
           select (method.Name, attribute),
    ];

    private static readonly List<string[]> Rows =
        [.. Repository.TableRows("docs/events.md", cell => int.TryParse(cell, out _))];

    [Fact]
    public void EventsPage_AgainstCode_HasEveryEventAndNoOther()
    {
        var coded = Events.Select(known =>
            $"{known.Event.EventId} | {known.Name} | {known.Event.Level} | {known.Event.Message}").ToList();
        var written = Rows.Select(cells => $"{cells[0]} | {cells[1]} | {cells[2]} | {cells[3].Trim('`')}").ToList();

        Assert.Empty(coded.Except(written));
        Assert.Empty(written.Except(coded));
        Assert.Equal(coded.Count, written.Count);
    }

    [Fact]
    public void EventsPage_EveryRow_SaysWhatToDo() => Assert.All(Rows, cells =>
    {
        Assert.Equal(5, cells.Length);
        Assert.NotEmpty(cells[4]);
    });

    [Fact]
    public void Events_AllIds_AreUnique()
    {
        var twice = Events.GroupBy(known => known.Event.EventId).Where(group => group.Count() > 1);

        Assert.Empty(twice.Select(group => group.Key));
    }

    [Fact]
    public void Events_AllMessages_AreAtLevelsOfTheirUse() => Assert.All(Events, known =>
        Assert.InRange(known.Event.Level, LogLevel.Debug, LogLevel.Error));
}
