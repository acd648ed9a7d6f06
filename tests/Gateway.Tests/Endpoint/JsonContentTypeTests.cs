using System.Text;
using Sidecar.Gateway.Endpoint;

namespace Sidecar.Gateway.Tests.Endpoint;

public sealed class JsonContentTypeTests
{
    [Theory]
    [InlineData("application/json", true)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("application/json;charset=UTF-8", true)]
    [InlineData("Application/JSON", true)]
    [InlineData(" application/json ", true)]
    [InlineData("application/json-rpc", true)]
    [InlineData("application/jsonrequest", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData(";", false)]
    [InlineData("text/plain", false)]
    [InlineData("text/json", false)]
    [InlineData("application/jsonx", false)]
    [InlineData("application/x-www-form-urlencoded", false)]
    public void IsAccepted_Header_IsWhetherItNamesJson(string? header, bool isAccepted)
    {
        Assert.Equal(isAccepted, JsonContentType.IsAccepted(Encoding.UTF8.GetBytes(header ?? "")));
    }
}
