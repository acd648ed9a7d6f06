using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Sidecar.Gateway.Configuration;

/// <summary>The range that an option's attribute allows, both ends included.</summary>
internal sealed record OptionRange(IComparable Min, IComparable Max)
{
    public static OptionRange? Of(RangeAttribute? attribute)
    {
        if (attribute is null)
        {
            return null;
        }

        return attribute.OperandType == typeof(TimeSpan)
            ? new(Duration(attribute.Minimum), Duration(attribute.Maximum))
            : new(Number(attribute.Minimum), Number(attribute.Maximum));
    }

    public bool Contains(object value)
    {
        var comparable = value is TimeSpan ? value : Number(value);
        return Min.CompareTo(comparable) <= 0 && Max.CompareTo(comparable) >= 0;
    }

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static TimeSpan Duration(object text) => TimeSpan.Parse((string)text, CultureInfo.InvariantCulture);
}
